using System.Diagnostics;
using System.Text.Json;
using SameSame.Bench.Processes;
using SameSame.Bench.Simulation;
using SameSame.Testing;

namespace SameSame.Bench.Benchmarks;

/// <summary>
/// Two workers of one device, 200 cells of one second, one worker killed (kill -9) after a quarter and started again, as a supervisor does. For
/// comparison, dask with the same shape, as the issue reports it: 117 s, 30 finished tasks done again, its client still for 16 s.
/// </summary>
internal static class WorkersBenchmark
{
    private const int Cells = 200;

    public static async Task<string> RunAsync(string[] args, CancellationToken cancellation)
    {
        using var database = await PostgresServer.StartAsync().ConfigureAwait(false);
        using var folder = new Workspace();
        await using var cluster = new SimulatedCluster(folder, StoreSettings.Postgres(database.ConnectionString), new SimulationOptions { Devices = 1, CellMilliseconds = 1000 });
        await cluster.StartAsync("coordinator,equalizer", "evaluator", "evaluator").ConfigureAwait(false);
        await cluster.ConnectAsync().ConfigureAwait(false);
        var spec = SimulatedCluster.Spec("workers", Cells / 20, 20);
        var watch = Stopwatch.StartNew();
        await cluster.StartSweepAsync(spec).ConfigureAwait(false);
        await Until.TrueAsync("a quarter is done", async () => (await cluster.StatusAsync(spec).ConfigureAwait(false)).Cells.Done >= Cells / 4, 300).ConfigureAwait(false);
        var victim = cluster.Silos[^1];
        await victim.KillAsync().ConfigureAwait(false);
        cluster.Silos.Remove(victim);
        victim.Dispose();
        var stall = StallAsync(cluster, spec.Id);
        await cluster.StartAsync("evaluator").ConfigureAwait(false);
        await cluster.FinishAsync(spec, 600).ConfigureAwait(false);
        var seconds = watch.Elapsed.TotalSeconds;
        var executions = await cluster.ExecutionsAsync().ConfigureAwait(false);
        return JsonSerializer.Serialize(new
        {
            benchmark = "workers",
            cells = Cells,
            seconds = Math.Round(seconds, 1),
            ideal = Cells / 2,
            remeasured = executions.Values.Sum(n => n - 1),
            lost = Cells - executions.Count,
            clientStalledSeconds = Math.Round(await stall.ConfigureAwait(false), 1),
            dask = new { seconds = 117, remeasured = 30, clientStalledSeconds = 16 },
        });
    }

    // The longest time a client waits for an answer in the half minute after the fault.
    private static async Task<double> StallAsync(SimulatedCluster cluster, string sweep)
    {
        var (whole, worst) = (Stopwatch.StartNew(), 0.0);
        while (whole.Elapsed.TotalSeconds < 30)
        {
            var asked = Stopwatch.StartNew();
            await Until.TrueAsync("the client is answered", async () => (await cluster.Grains.GetGrain<Contracts.Sweeps.ISweepGrain>(sweep).GetStatusAsync().ConfigureAwait(false)).Id == sweep).ConfigureAwait(false);
            worst = Math.Max(worst, asked.Elapsed.TotalSeconds);
        }

        return worst;
    }
}
