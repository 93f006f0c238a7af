using System.Diagnostics;
using Orleans.Runtime;
using SameSame.Bench.Processes;
using SameSame.Bench.Simulation;
using SameSame.Contracts.Sweeps;
using SameSame.Testing;

namespace SameSame.Bench.Faults;

/// <summary>
/// A sweep on three silos and a store, a fault after a quarter of it, and the count afterwards. Two silos have every role, the third only
/// evaluates, so that a coordinator may die.
/// </summary>
internal sealed class FaultRun : IAsyncDisposable
{
    private const int Devices = 2, CellsPerModel = 20;

    // What was on its way when the fault struck may still be counted: six devices with five cells of 100 ms each in hand, and as many in delivery.
    private const int InFlight = 60;
    private readonly Workspace _folder = new();
    private readonly TaskCompletionSource<int> _struck = new();
    private readonly Stopwatch _watch = new();

    private FaultRun(IStoreServer database, int models, int milliseconds)
    {
        Database = database;
        Spec = SimulatedCluster.Spec($"fault-{Guid.NewGuid():n}"[..12], models, CellsPerModel);
        Cluster = new SimulatedCluster(_folder, database.Settings, new SimulationOptions { Devices = Devices, CellMilliseconds = milliseconds });
    }

    public IStoreServer Database { get; }

    public SimulatedCluster Cluster { get; }

    public SweepSpec Spec { get; }

    public Workspace Folder => _folder;

    /// <summary>The silo that only evaluates.</summary>
    public SiloProcess Evaluator => Cluster.Silos.Single(s => s.Roles == "evaluator");

    public static async Task<FaultOutcome> RunAsync(IStoreServer database, Fault fault, int models = 60, int milliseconds = 100)
    {
        await using var run = new FaultRun(database, models, milliseconds);
        var cluster = run.Cluster;
        await cluster.StartAsync(SimulatedCluster.AllRoles, SimulatedCluster.AllRoles, "evaluator").ConfigureAwait(false);
        await cluster.ConnectAsync().ConfigureAwait(false);
        await cluster.StartSweepAsync(run.Spec).ConfigureAwait(false);
        await run.UntilDoneAsync(models * CellsPerModel / 4).ConfigureAwait(false);
        var injecting = fault.Inject(run);
        var progress = run.ProgressAsync();
        await injecting.ConfigureAwait(false);
        var seconds = await progress.ConfigureAwait(false);
        await cluster.FinishAsync(run.Spec).ConfigureAwait(false);
        return await run.CountAsync(fault.Name, seconds).ConfigureAwait(false);
    }

    /// <summary>Cells done, as a client sees them.</summary>
    public async Task<int> DoneAsync() => (await Cluster.StatusAsync(Spec).ConfigureAwait(false)).Cells.Done;

    /// <summary>The fault strikes now: time runs, and what is done by now is no progress.</summary>
    public async Task StrikeAsync()
    {
        var done = await DoneAsync().ConfigureAwait(false);
        _watch.Start();
        _struck.TrySetResult(done);
    }

    /// <summary>The silo that hosts the sweep's coordinator.</summary>
    public async Task<SiloProcess> CoordinatorAsync()
    {
        var address = await Cluster.Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(Cluster.Sweep(Spec)).ConfigureAwait(false);
        return Cluster.Silos.Single(s => address!.ToParsableString().StartsWith(s.Address, StringComparison.Ordinal));
    }

    /// <summary>kill -9 of silos, and what a supervisor does next: start them again.</summary>
    public async Task KillAsync(bool restart, params SiloProcess[] silos)
    {
        await StrikeAsync().ConfigureAwait(false);
        await Task.WhenAll(silos.Select(s => s.KillAsync())).ConfigureAwait(false);
        foreach (var silo in silos)
        {
            Cluster.Silos.Remove(silo);
            silo.Dispose();
        }

        if (!restart)
            return;
        await Cluster.StartAsync([.. silos.Select(s => s.Roles)]).ConfigureAwait(false);
        await Cluster.ConnectAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync().ConfigureAwait(false);
        _folder.Dispose();
    }

    private Task UntilDoneAsync(int cells) => Until.TrueAsync($"{cells} cells are done", async () => await DoneAsync().ConfigureAwait(false) >= cells, 180);

    private async Task<double> ProgressAsync()
    {
        var done = await _struck.Task.ConfigureAwait(false);
        var seconds = 0.0;
        await Until.TrueAsync("work goes on", async () =>
        {
            var goes = await DoneAsync().ConfigureAwait(false) > done + InFlight;
            seconds = _watch.Elapsed.TotalSeconds;
            return goes;
        }, 240).ConfigureAwait(false);
        return Math.Round(seconds, 1);
    }

    private async Task<FaultOutcome> CountAsync(string fault, double seconds)
    {
        var cells = await Cluster.CellsAsync(Spec).ConfigureAwait(false);
        var executions = await Cluster.ExecutionsAsync().ConfigureAwait(false);
        var keys = cells.Where(c => c.Measurement is not null).Select(c => c.Measurement!.Key).ToList();
        if (keys.Any(k => !executions.ContainsKey(k)))
            throw new InvalidOperationException($"{fault}: a result without an execution: the log of executions cannot be trusted");
        return new FaultOutcome(fault, cells.Count, cells.Count - keys.Count, keys.Count - keys.Distinct().Count(), executions.Values.Sum(n => n - 1), seconds);
    }
}
