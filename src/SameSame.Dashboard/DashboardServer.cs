using System.Net;
using System.Net.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SameSame.Dashboard.Api;
using SameSame.Dashboard.Assets;
using SameSame.Dashboard.Data;
using SameSame.Dashboard.Live;
using SameSame.Dashboard.Pages;
using SameSame.Dashboard.Security;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Security;
using SameSame.Reporting;

namespace SameSame.Dashboard;

/// <summary>Serves the dashboard and the HTTP interface until it is disposed.</summary>
public sealed class DashboardServer : IAsyncDisposable
{
    // A sweep's spec is a few kilobytes.
    private const int LargestBody = 1 << 20;

    private readonly WebApplication _web;

    private DashboardServer(WebApplication web, Uri address) => (_web, Address) = (web, address);

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts to serve.</summary>
    /// <param name="options">Where, and to whom.</param>
    /// <param name="host">What it runs beside.</param>
    /// <param name="cluster">Reaches the grains.</param>
    /// <param name="logs">Where it logs.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="SpecException">The options would let strangers in, or the port is taken.</exception>
    public static async Task<DashboardServer> StartAsync(
        DashboardOptions options, HostInfo host, ClusterAccess cluster, ILoggerFactory logs, CancellationToken cancellation)
    {
        options.Check();
        var certificate = options.CertificateFolder is { } folder ? ServerCertificate.Of(folder) : null;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Listen(IPAddress.Parse(options.Address), options.Port, listen =>
            {
                if (certificate is not null)
                {
                    listen.UseHttps(new TlsHandshakeCallbackOptions
                    {
                        OnConnection = _ => ValueTask.FromResult(
                            new SslServerAuthenticationOptions { ServerCertificateContext = certificate() }),
                    });
                }
            });
        });
        if (options.CertificateFolder is not null)
            builder.WebHost.UseKestrelHttpsConfiguration();
        Register(builder.Services, options, host, cluster, logs);
        var web = builder.Build();
        Compose(web, options);
        try
        {
            await web.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            await web.DisposeAsync().ConfigureAwait(false);
            throw new SpecException(
                $"the dashboard cannot listen at {options.Address}:{options.Port}: {e.GetBaseException().Message.ReplaceLineEndings(" ")}; name another port with --port or {DashboardOptions.Section}:Port",
                e);
        }

        var address = web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new DashboardServer(web, new Uri(address));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Browsers that follow events would hold it open.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await _web.StopAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // They are cut off now.
        }

        await _web.DisposeAsync().ConfigureAwait(false);
    }

    private static void Register(
        IServiceCollection services, DashboardOptions options, HostInfo host, ClusterAccess cluster, ILoggerFactory logs)
    {
        services.AddSingleton(logs);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddSingleton(TimeProvider.System).AddSingleton(options).AddSingleton(host).AddSingleton(cluster)
            .AddSingleton<PublicText>();
        services.AddSingleton<BoardStore>().AddSingleton<SweepStore>().AddSingleton<CellStore>().AddSingleton<FleetStore>()
            .AddSingleton<SweepStarts>().AddSingleton<RangesReader>().AddSingleton<ChangeFeed>();
        services.AddRouting();
        // One place words what cannot be read.
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddHttpContextAccessor();
        services.AddCascadingAuthenticationState();
        services.AddRazorComponents();
        services.AddOpenApi("v1", ApiDocument.Describe);
        services.ConfigureHttpJsonOptions(json => JsonForms.Apply(json.SerializerOptions));
        services.AddProblemDetails();
        services.AddSingleton<Failures>().AddExceptionHandler<Failures>();
        services.AddAntiforgery(a => a.Cookie.Name = "samesame.form");
        var protection = services.AddDataProtection().SetApplicationName("samesame.dashboard");
        if (options.CookieKeysFolder is { } keys)
            protection.PersistKeysToFileSystem(new DirectoryInfo(keys));
        else
            protection.UseEphemeralDataProtectionProvider();
        RateLimits.Add(services, options.RequestsPerMinute);
        Access.Add(services, options);
    }

    private static void Compose(WebApplication web, DashboardOptions options)
    {
        if (options.ProxyNetworks() is { Count: > 0 } proxies)
            web.UseForwardedHeaders(Proxies.Of(proxies));
        web.UseSecurityHeaders(options.CertificateFolder is not null);
        web.UseHostNames(options);
        web.UseWhen(context => IsApi(context), api => api.UseExceptionHandler(_ => { }).UseStatusCodePages());
        web.UseWhen(context => !IsApi(context), pages => pages.UseExceptionHandler("/failed", createScopeForErrors: true)
            .UseStatusCodePagesWithReExecute("/failed", "?status={0}", createScopeForStatusCodePages: true));
        web.Use((context, next) =>
        {
            // The page that tells of a failure is looked at, whatever failed.
            if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null
                || context.Features.Get<IExceptionHandlerFeature>() is not null)
                context.Request.Method = HttpMethods.Get;
            return next(context);
        });
        web.UseRouting();
        web.UseAuthentication();
        web.UseAuthorization();
        web.UseRateLimiter();
        web.UseAntiforgery();
        AssetEndpoints.Map(web);
        ApiRoutes.Map(web);
        SignInEndpoints.Map(web, options);
        ActionEndpoints.Map(web);
        web.MapGet("/live", ChangeFeed.StreamAsync).RequireRateLimiting(RateLimits.Streams).RequireAuthorization(Policies.Viewer)
            .ExcludeFromDescription();
        web.MapRazorComponents<App>();
    }

    private static bool IsApi(HttpContext context) =>
        context.Request.Path.StartsWithSegments(ApiRoutes.Root, StringComparison.Ordinal);
}
