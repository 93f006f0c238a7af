using System.Net;
using SameSame.Contracts.Keys;
using SameSame.Dashboard.Security;
using SameSame.Dashboard.Tests.Security;

namespace SameSame.Dashboard.Tests.Support;

/// <summary>A dashboard as in a cluster: it wants a key, or a sign-in at an issuer.</summary>
public sealed class SecuredServer(Lab lab) : IAsyncDisposable
{
    public Issuer Issuer { get; private set; } = null!;

    public DashboardServer Server { get; private set; } = null!;

    /// <summary>A caller that keeps no cookies and follows no redirects.</summary>
    public HttpClient Http { get; private set; } = null!;

    public IApiKeysGrain Keys => lab.Session.Grains.GetGrain<IApiKeysGrain>(IApiKeysGrain.Key);

    public async Task StartAsync()
    {
        Issuer = await Issuer.StartAsync();
        var oidc = new OidcOptions { Authority = Issuer.Address, ClientId = Issuer.Client, ClientSecret = "secret", RequireHttps = false };
        var options = new DashboardOptions { Port = 0, Authentication = "keys", RequestsPerMinute = 100_000, Oidc = oidc };
        Server = await lab.ServeAsync(options, local: false);
        Http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Server.Address };
    }

    /// <summary>A browser that keeps cookies and follows no redirects.</summary>
    public HttpClient Browser() =>
        new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = Server.Address };

    /// <summary>The text of a new key.</summary>
    public async Task<string> KeyAsync(ApiRole role, bool revoke = false)
    {
        var (key, text) = ApiKeyText.Create(role.ToString(), role, DateTimeOffset.UtcNow);
        Assert.True(await Keys.AddAsync(key));
        if (revoke)
            Assert.True(await Keys.RevokeAsync(key.Id));
        return text;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
        await Issuer.DisposeAsync();
    }
}
