using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Messaging;
using Orleans.Runtime.Messaging;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Security;

namespace SameSame.Hosting.Local;

/// <summary>
/// A connection to a cluster: a named one, the silo that another process of this folder hosts, or one hosted here. Dispose to leave; a silo
/// hosted here stops, and its devices give back what they work on.
/// </summary>
public sealed partial class ClusterSession : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly IDisposable? _lock;
    private readonly InstanceFolder? _folder;
    private Func<bool> _hostIsGone = () => false;

    private ClusterSession(IHost host, IDisposable? held, InstanceFolder? folder) => (_host, _lock, _folder) = (host, held, folder);

    /// <summary>Reaches the grains.</summary>
    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Where the session logs.</summary>
    public ILoggerFactory Logs => _host.Services.GetRequiredService<ILoggerFactory>();

    /// <summary>Whether the silo is this process's own.</summary>
    public bool HostsSilo => _lock is not null;

    /// <summary>Whether the silo was that of another process of this folder, which has left since.</summary>
    public bool HostIsGone => _hostIsGone();

    /// <summary>Connects to a gateway of a running cluster.</summary>
    /// <param name="gateway"><c>host:port</c>, several with commas: any of them that lives is used.</param>
    /// <param name="clusterId">Id of the cluster.</param>
    /// <param name="verbosity">Least level that is logged.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="tls">What to show to it; null is clear text.</param>
    public static async Task<ClusterSession> ConnectAsync(string gateway, string clusterId, LogLevel verbosity, CancellationToken cancellation, ClusterTls? tls = null)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Orleans:ClusterId"] = clusterId,
            ["Orleans:ServiceId"] = "samesame",
        };
        var gateways = new LivingGateways(Gateways.Parse(gateway), TimeProvider.System);
        var tries = 0;
        var builder = NewBuilder(verbosity, settings);
        builder.UseOrleansClient(client =>
        {
            SteadyClock.Register(client.Services);
            tls?.Apply(client);
            client.Services.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = TimeSpan.FromSeconds(15));
            client.Services.Configure<GatewayOptions>(o => o.GatewayListRefreshPeriod = TimeSpan.FromSeconds(1));
            client.Services.AddSingleton(gateways);
            client.Services.AddSingleton<IGatewayListProvider>(gateways);
            // One that is frozen when the client comes: the next try goes through another.
            client.UseConnectionRetryFilter((_, _) => Task.FromResult(++tries < gateways.Current.Count));
        });
        builder.Services.AddHostedService<GatewayWatch>();
        var host = builder.Build();
        tls?.LogTo(host.Services.GetRequiredService<ILoggerFactory>());
        try
        {
            return await StartAsync(new ClusterSession(host, null, null), cancellation).ConfigureAwait(false);
        }
        catch (ConnectionFailedException e) when (!cancellation.IsCancellationRequested)
        {
            throw new SpecException($"--cluster {gateway}: no gateway takes this client: {(tls is null
                ? "none listens there, or the cluster wants TLS (--tls FOLDER with tls.crt, tls.key and ca.crt)"
                : $"none listens there, the cluster has no TLS, or another authority than that of --tls {tls.Folder}")}", e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        _folder?.ClearEndpoint();
        try
        {
            await _host.StopAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // What did not stop, or not in time, dies with the process; the lease protocol is made for that.
        }

        _host.Dispose();
        _lock?.Dispose();
    }

    private static HostApplicationBuilder NewBuilder(LogLevel verbosity, Dictionary<string, string?> settings, bool withLocalDefaults = false)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        if (withLocalDefaults)
            builder.Configuration.AddJsonStream(typeof(ClusterSession).Assembly.GetManifestResourceStream("local.json")!);
        builder.Configuration.AddEnvironmentVariables("SAMESAME_").AddEnvironmentVariables("OTEL_").AddInMemoryCollection(settings);
        builder.Logging.SetMinimumLevel(verbosity);
        builder.Logging.AddSimpleConsole(o => o.SingleLine = true);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        return builder;
    }

    private static async Task<ClusterSession> StartAsync(ClusterSession session, CancellationToken cancellation)
    {
        try
        {
            await session._host.StartAsync(cancellation).ConfigureAwait(false);
            return session;
        }
        catch
        {
            session._host.Dispose();
            throw;
        }
    }
}
