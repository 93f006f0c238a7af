using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Orleans.Configuration;
using Orleans.Hosting;
using SameSame.Evaluation.Configuration;
using SameSame.Grains.Placement;
using SameSame.Hosting.Artifacts;
using SameSame.Hosting.Health;
using SameSame.Hosting.Security;
using SameSame.Hosting.Storage;

namespace SameSame.Hosting.Silos;

/// <summary>One silo of a cluster, from its settings to its end.</summary>
public static class SiloHost
{
    /// <summary>Runs a silo until it is told to stop; then it hands its work back and leaves.</summary>
    /// <param name="options">The command line.</param>
    /// <param name="ready">Told one line when it serves.</param>
    /// <param name="cancellation">Stops it, within its grace period.</param>
    /// <param name="replace">Registers services before SameSame's own, which then stand back; for simulations.</param>
    /// <param name="parts">What runs beside a silo that has the role, by role.</param>
    public static async Task RunAsync(
        SiloOptions options, Action<string> ready, CancellationToken cancellation, Action<IServiceCollection>? replace = null, IReadOnlyDictionary<string, SiloPart>? parts = null)
    {
        ThreadFloor.Raise();
        var settings = SiloSettings.Read(options.ConfigPath);
        var roles = RoleList.Parse(options.Roles ?? settings["SameSame:Roles"]);
        var address = settings["SameSame:Silo:Address"];
        if (!IPAddress.TryParse(address, out var advertised))
            throw new SpecException($"SameSame:Silo:Address '{address}': expected an IP address that the other silos and the clients reach");
        var tls = ClusterTls.OfSilo(settings, advertised);
        var (silo, gateway) = Ports(settings);
        if (settings["Orleans:Clustering:ProviderType"] is null)
            throw new SpecException("Orleans:Clustering:ProviderType is missing from the settings: name a --config file (deploy/config has one for each store)");
        await ArtifactStores.RequireAsync(settings, cancellation).ConfigureAwait(false);
        using var host = Build(options, settings, roles, new IPEndPoint(advertised, silo), gateway, tls, replace);
        var state = new SiloState();
        await using var health = await HealthAsync(settings, advertised, host.Services, roles, state, cancellation).ConfigureAwait(false);
        try
        {
            await host.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            throw new SpecException($"the silo could not start: {e.GetBaseException().Message.ReplaceLineEndings(" ")}", e);
        }

        if (roles.Contains(SiloRoles.Coordinator))
            await FirstAnswers.PrepareAsync(host.Services, cancellation).ConfigureAwait(false);
        var context = new SiloPartContext(host.Services, settings, settings.GetValue("SameSame:Silo:ListenOnAny", false) ? IPAddress.Any : advertised);
        await using var beside = await PartsAsync(context, roles, parts, cancellation).ConfigureAwait(false);
        state.Serve();
        ready($"silo {address}:{silo} serves clients at {address}:{gateway}; roles {string.Join(',', roles)}");
        await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        state.Leave();
        using var grace = new CancellationTokenSource(TimeSpan.FromSeconds(settings.GetValue("SameSame:Silo:GraceSeconds", 30.0)));
        try
        {
            await host.StopAsync(grace.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // What did not stop in time dies with the process; the lease protocol is made for that.
        }
    }

    private static async Task<AsyncDisposables> PartsAsync(
        SiloPartContext context, IReadOnlyList<string> roles, IReadOnlyDictionary<string, SiloPart>? parts, CancellationToken cancellation)
    {
        var started = new AsyncDisposables();
        try
        {
            foreach (var role in roles.Where(r => parts?.ContainsKey(r) == true))
                started.Add(await parts![role](context, cancellation).ConfigureAwait(false));
            return started;
        }
        catch
        {
            await started.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static IHost Build(
        SiloOptions options, IConfigurationRoot settings, IReadOnlyList<string> roles, IPEndPoint silo, int gateway, ClusterTls? tls, Action<IServiceCollection>? replace)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddConfiguration(settings);
        builder.Logging.SetMinimumLevel(options.Verbose ? LogLevel.Information : LogLevel.Warning);
        builder.Logging.AddFilter("Orleans", options.Verbose ? LogLevel.Information : LogLevel.Error);
        // A probe that is not answered with 200 is told to whoever asks, with the reason, every few seconds.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        builder.Logging.AddSimpleConsole(o => (o.SingleLine, o.TimestampFormat) = (true, "yyyy-MM-ddTHH:mm:ss "));
        builder.Services.Configure<ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        try
        {
            builder.UseOrleans(orleans =>
            {
                orleans.ConfigureEndpoints(silo.Address, silo.Port, gateway, listenOnAnyHostAddress: settings.GetValue("SameSame:Silo:ListenOnAny", false));
                tls?.Apply(orleans);
                AzureTables.Apply(orleans.Services, settings);
                replace?.Invoke(orleans.Services);
                // Orleans does not bind these by itself.
                orleans.Services.Configure<ClusterMembershipOptions>(settings.GetSection("SameSame:Membership"));
                orleans.Services.Configure<SiloMessagingOptions>(settings.GetSection("SameSame:Messaging"));
                orleans.AddSameSame(settings, roles, startWork: true);
            });
        }
        catch (InvalidOperationException e) when (e.Message.Contains("provider named", StringComparison.Ordinal))
        {
            // Orleans names the section and what there is; some providers come with packages that a default build leaves out.
            throw new SpecException($"{options.ConfigPath}: section Orleans: {e.Message} docs/operations.md says what to build for each store", e);
        }

        builder.Services.AddSameSameTelemetry(settings);
        var host = builder.Build();
        tls?.LogTo(host.Services.GetRequiredService<ILoggerFactory>());
        return host;
    }

    private static async Task<HealthServer?> HealthAsync(
        IConfiguration settings, IPAddress address, IServiceProvider services, IReadOnlyList<string> roles, SiloState state, CancellationToken cancellation)
    {
        var port = settings[HealthServer.Setting];
        if (string.IsNullOrEmpty(port))
            return null;
        return ushort.TryParse(port, out var number) && number > 0
            ? await HealthServer.StartAsync(new IPEndPoint(settings.GetValue("SameSame:Silo:ListenOnAny", false) ? IPAddress.Any : address, number), services, roles, state, cancellation).ConfigureAwait(false)
            : throw new SpecException($"{HealthServer.Setting} '{port}': expected a port from 1 to 65535; leave it out for no probes");
    }

    // Port 0 is a free one: for several silos on one machine.
    private static (int Silo, int Gateway) Ports(IConfiguration settings)
    {
        var (silo, gateway) = (settings.GetValue("SameSame:Silo:SiloPort", 0), settings.GetValue("SameSame:Silo:GatewayPort", 0));
        var (freeSilo, freeGateway) = FreePorts.Two();
        return (silo == 0 ? freeSilo : silo, gateway == 0 ? freeGateway : gateway);
    }
}
