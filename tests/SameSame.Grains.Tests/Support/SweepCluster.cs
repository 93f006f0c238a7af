using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Serialization;
using Orleans.Storage;
using Orleans.TestingHost;
using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Contracts.Work;
using SameSame.Grains.Artifacts;
using SameSame.Grains.Catalogues;
using SameSame.Grains.Equalization;
using SameSame.Grains.Evaluators;
using SameSame.Grains.Placement;
using SameSame.Hosting;
using SameSame.Quantization.Schemes;

namespace SameSame.Grains.Tests.Support;

/// <summary>A real cluster in this process, with fake devices, shared storage that can fail, and a lease clock that tests move.</summary>
internal sealed class SweepCluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly InProcessTestCluster _cluster;

    private SweepCluster(int silos, int batchItems, int shardImages, bool startWork, SweepCluster? after, Action<ISiloBuilder>? more)
    {
        // What outlives silos: the store, the artifacts, and so what an earlier cluster left behind.
        (Storage, Artifacts) = after is null ? (new FaultyStorage(), new MemoryArtifacts()) : (after.Storage, after.Artifacts);
        Device = new FakeDevice(Artifacts);
        var builder = new InProcessTestClusterBuilder((short)silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddKeyedSingleton<TimeProvider>(ProtocolClock.Key, Clock);
            silo.Services.AddSingleton<ICatalogue, FakeCatalogue>();
            silo.Services.AddSingleton<IArtifactStore>(Artifacts);
            silo.Services.AddSingleton<IWorkExecutor>(Device);
            silo.Services.AddSingleton<IProblemSource>(Device);
            silo.Services.AddSingleton<ISearchExecutor>(Device);
            silo.Services.AddSingleton<ICompletionObserver>(Observer);
            silo.Services.AddSingleton(DeviceList.Cpu(2));
            silo.Services.AddKeyedSingleton<IGrainStorage>("Default", (services, _) => Storage.View(services.GetRequiredService<Serializer>()));
            silo.Services.Configure<ClusterMembershipOptions>(o =>
                (o.ProbeTimeout, o.NumMissedProbesLimit, o.DefunctSiloCleanupPeriod, o.TableRefreshTimeout) = (TimeSpan.FromSeconds(1), 2, null, TimeSpan.FromSeconds(2)));
            silo.Services.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = TimeSpan.FromSeconds(5));
            more?.Invoke(silo);
            silo.AddSameSame(Settings, [.. SiloRoles.All], startWork);
            silo.Services.Configure<SameSame.Grains.ClusterOptions>(o => (o.BatchItems, o.ShardImages) = (batchItems, shardImages));
        });
        builder.ConfigureClient(client => client.Services.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = TimeSpan.FromSeconds(10)));
        _cluster = builder.Build();
    }

    public FakeTimeProvider Clock { get; } = new();

    public FaultyStorage Storage { get; }

    public MemoryArtifacts Artifacts { get; }

    public DyingObserver Observer { get; } = new();

    public FakeDevice Device { get; }

    public InProcessTestCluster Orleans => _cluster;

    public IGrainFactory Grains => _cluster.Client;

    private static IConfiguration Settings { get; } = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["SameSame:Cluster:ReconcileSeconds"] = "0.1",
        ["SameSame:Cluster:HeartbeatSeconds"] = "0.2",
        ["SameSame:Cluster:IdleSeconds"] = "0.05",
        ["SameSame:Cluster:EqualizerTimeoutSeconds"] = "3",
    }).Build();

    /// <summary>Starts silos of two devices each; one item a lease unless said otherwise, so that what a fault costs can be counted.</summary>
    /// <param name="silos">How many.</param>
    /// <param name="batchItems">Most items of a lease.</param>
    /// <param name="shardImages">Most images of a piece of work.</param>
    /// <param name="startWork">False for silos that only read, as those of commands that look.</param>
    /// <param name="after">A cluster that is gone, whose store this one goes on with.</param>
    /// <param name="more">Configures each silo before SameSame does.</param>
    /// <param name="before">What devices do before each piece of work, from the first on.</param>
    public static async Task<SweepCluster> StartAsync(
        int silos = 3, int batchItems = 1, int shardImages = 5000, bool startWork = true, SweepCluster? after = null,
        Action<ISiloBuilder>? more = null, Func<WorkItem, CancellationToken, Task>? before = null)
    {
        var cluster = new SweepCluster(silos, batchItems, shardImages, startWork, after, more);
        cluster.Device.Before = before ?? cluster.Device.Before;
        await cluster._cluster.DeployAsync();
        return cluster;
    }

    /// <summary>A spec of <paramref name="models"/> models x 2 schemes x 2 methods; the dataset keeps tests apart.</summary>
    public static SweepSpec Spec(string dataset, int models = 3, bool force = false, string[]? methods = null) => new()
    {
        Name = "test",
        Zoo = $"{models}",
        Dataset = dataset,
        Methods = methods ?? ["none", "cle"],
        Schemes = [new QuantizationScheme(new BitWidths(8, 8)), new QuantizationScheme(new BitWidths(4, 8))],
        Force = force,
    };

    public ISweepGrain Sweep(SweepSpec spec) => Grains.GetGrain<ISweepGrain>(spec.Id);

    /// <summary>Starts a sweep and waits for its end; <paramref name="advance"/> moves the lease clock meanwhile.</summary>
    public async Task<List<CellResult>> RunAsync(SweepSpec spec, TimeSpan advance = default)
    {
        await RetryAsync(() => Sweep(spec).StartAsync(spec));
        return await FinishAsync(spec, advance);
    }

    /// <summary>Waits for a sweep's end and returns its cells.</summary>
    public async Task<List<CellResult>> FinishAsync(SweepSpec spec, TimeSpan advance = default)
    {
        await UntilAsync($"sweep {spec.Dataset} finishes", async () =>
        {
            Clock.Advance(advance);
            return (await Sweep(spec).GetStatusAsync()).State == SweepState.Finished;
        });
        var cells = new List<CellResult>();
        for (var m = 0; m < int.Parse(spec.Zoo); m++)
            cells.AddRange(await RetryAsync(() => Sweep(spec).GetCellsAsync(m)));
        return cells;
    }

    /// <summary>Polls a condition; calls that fail while silos come and go are tried again.</summary>
    public static async Task UntilAsync(string phase, Func<Task<bool>> condition, TimeSpan? patience = null)
    {
        var watch = Stopwatch.StartNew();
        Exception? last = null;
        while (watch.Elapsed < (patience ?? Patience))
        {
            try
            {
                if (await condition())
                    return;
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                last = e;
            }

            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(40));
            await pause.WaitForNextTickAsync();
        }

        throw new TimeoutException($"{phase}: not within {(patience ?? Patience).TotalSeconds:0} s", last);
    }

    public async ValueTask DisposeAsync()
    {
        Device.Before = (_, _) => Task.CompletedTask;
        await _cluster.DisposeAsync();
    }

    private static async Task<T> RetryAsync<T>(Func<Task<T>> call)
    {
        var result = default(T);
        await UntilAsync("a call succeeds", async () =>
        {
            result = await call();
            return true;
        });
        return result!;
    }
}
