using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Storage;
using SameSame.Evaluation.Configuration;
using SameSame.Grains.Artifacts;
using SameSame.Grains.Evaluators;
using SameSame.Grains.Placement;

namespace SameSame.Hosting.Health;

/// <summary>
/// Probes over HTTP on a port of their own. <c>/healthz/live</c> says that the process answers, and asks nobody else: a database that is away must not have silos
/// restarted. <c>/healthz/startup</c> says that it serves. <c>/healthz/ready</c> says that it is a member, its stores answer and, for evaluators, that it has a device.
/// </summary>
public sealed class HealthServer : IAsyncDisposable
{
    /// <summary>The port; none where it is not set.</summary>
    public const string Setting = "SameSame:Health:Port";

    private readonly WebApplication _web;

    private HealthServer(WebApplication web) => _web = web;

    /// <summary>Starts to answer, before the silo itself starts.</summary>
    /// <param name="endpoint">Where.</param>
    /// <param name="silo">Services of the silo.</param>
    /// <param name="roles">What it does.</param>
    /// <param name="state">Where it is in its life.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="SpecException">The port is taken.</exception>
    public static async Task<HealthServer> StartAsync(IPEndPoint endpoint, IServiceProvider silo, IReadOnlyCollection<string> roles, SiloState state, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(endpoint));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(silo.GetRequiredService<ILoggerFactory>());
        var log = silo.GetRequiredService<ILoggerFactory>().CreateLogger<HealthServer>();
        var database = new CachedCheck("the database does not answer", _ => SiloChecks.StoreAsync(silo.GetRequiredKeyedService<IGrainStorage>("Default")), TimeProvider.System, log);
        var artifacts = new CachedCheck("artifacts cannot be written", stop => silo.GetRequiredService<IArtifactStore>().ProbeAsync(stop), TimeProvider.System, log);
        var checks = builder.Services.AddHealthChecks()
            .AddCheck("started", () => SiloChecks.Started(state), ["startup", "ready"])
            .AddCheck("member", () => SiloChecks.Member(state, silo.GetRequiredService<ISiloStatusOracle>().CurrentStatus), ["ready"])
            .AddAsyncCheck("database", _ => database.AnswerAsync(), ["ready"])
            .AddAsyncCheck("artifacts", _ => artifacts.AnswerAsync(), ["ready"]);
        if (roles.Contains(SiloRoles.Evaluator))
            checks.AddCheck("devices", () => SiloChecks.Devices(silo.GetRequiredService<DeviceList>()), ["ready"]);
        var web = builder.Build();
        web.UseRouting();
        foreach (var probe in new[] { "live", "startup", "ready" })
            web.MapHealthChecks($"/healthz/{probe}", new HealthCheckOptions { Predicate = c => c.Tags.Contains(probe), ResponseWriter = WriteAsync });
        try
        {
            await web.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            await web.DisposeAsync().ConfigureAwait(false);
            throw new SpecException($"{Setting} {endpoint.Port}: {e.GetBaseException().Message.ReplaceLineEndings(" ")}", e);
        }

        return new HealthServer(web);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(new
        {
            status = report.Status.ToString(),
            checks = report.Entries.ToDictionary(e => e.Key, e => e.Value.Status == HealthStatus.Healthy
                ? "ok"
                : e.Value.Exception is null ? e.Value.Description : "not healthy"),
        }));
    }
}
