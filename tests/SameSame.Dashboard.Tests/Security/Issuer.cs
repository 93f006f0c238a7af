using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SameSame.Dashboard.Tests.Security;

/// <summary>An OpenID Connect issuer on this machine that signs in everybody as the same person.</summary>
public sealed class Issuer : IAsyncDisposable
{
    public const string Client = "dashboard";
    private readonly RsaSecurityKey _key = new(RSA.Create(2048)) { KeyId = "test" };
    private readonly WebApplication _web;
    private string _nonce = "";

    private Issuer(WebApplication web) => _web = web;

    public string Address { get; private set; } = "";

    /// <summary>Roles of whoever signs in.</summary>
    public string[] Roles { get; set; } = ["samesame-viewer"];

    public static async Task<Issuer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        var issuer = new Issuer(builder.Build());
        issuer.Map();
        await issuer._web.StartAsync();
        issuer.Address = issuer._web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
            .Addresses.First();
        return issuer;
    }

    /// <summary>A token as a program would send it.</summary>
    public string Token(string[] roles, TimeSpan lifetime, string? audience = null) =>
        Create(roles, lifetime, audience ?? Client, null);

    public async ValueTask DisposeAsync() => await _web.DisposeAsync();

    private void Map()
    {
        _web.UseRouting();
        _web.MapGet("/.well-known/openid-configuration", () => Results.Json(new
        {
            issuer = Address,
            authorization_endpoint = $"{Address}/authorize",
            token_endpoint = $"{Address}/token",
            jwks_uri = $"{Address}/keys",
            response_types_supported = new[] { "code" },
            id_token_signing_alg_values_supported = new[] { "RS256" },
        }));
        _web.MapGet("/keys", () =>
        {
            var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(_key);
            return Results.Json(new
            {
                keys = new[] { new { kty = key.Kty, n = key.N, e = key.E, kid = key.KeyId, alg = "RS256", use = "sig" } }
            });
        });
        _web.MapGet("/authorize", (HttpContext context) =>
        {
            var query = context.Request.Query;
            _nonce = query["nonce"].ToString();
            // The handler asks for the answer as a form; a browser sends it from a page that posts itself. Here a redirect with
            // a query is enough.
            return Results.Redirect($"{query["redirect_uri"]}?code=code&state={HttpUtility.UrlEncode(query["state"])}");
        });
        _web.MapPost("/token", () => Results.Json(new
        {
            access_token = Create(Roles, TimeSpan.FromMinutes(5), Client, null), token_type = "Bearer",
            id_token = Create(Roles, TimeSpan.FromMinutes(5), Client, _nonce)
        }));
    }

    private string Create(string[] roles, TimeSpan lifetime, string audience, string? nonce)
    {
        var now = DateTime.UtcNow;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Address,
            Audience = audience,
            IssuedAt = now.AddHours(-2),
            NotBefore = now.AddHours(-2),
            Expires = now + lifetime,
            Subject = new ClaimsIdentity([
                new Claim("sub", "1"), new Claim("name", "Ada"), .. roles.Select(r => new Claim("roles", r)),
                .. nonce is null ? [] : new[] { new Claim("nonce", nonce) }]),
            SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.RsaSha256),
        });
    }
}
