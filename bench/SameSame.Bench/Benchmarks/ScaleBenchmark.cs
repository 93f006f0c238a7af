using System.Diagnostics;
using System.Text.Json;
using SameSame.Bench.Processes;
using SameSame.Bench.Simulation;

namespace SameSame.Bench.Benchmarks;

/// <summary>Throughput with 2 to 8 silos of 4 devices each, cells of 100 ms, on PostgreSQL; ideal is devices / 100 ms.</summary>
internal static class ScaleBenchmark
{
    private const int Devices = 4, CellMilliseconds = 100, Cells = 20, SecondsEach = 30;

    public static async Task<string> RunAsync(string[] args, CancellationToken cancellation)
    {
        using var database = await PostgresServer.StartAsync().ConfigureAwait(false);
        var points = new List<object>();
        foreach (var silos in new[] { 2, 4, 8 })
        {
            cancellation.ThrowIfCancellationRequested();
            using var folder = new Workspace();
            await using var cluster = new SimulatedCluster(folder, StoreSettings.Postgres(database.ConnectionString), new SimulationOptions { Devices = Devices, CellMilliseconds = CellMilliseconds });
            await cluster.StartAsync([.. Enumerable.Range(0, silos).Select(i => i < 2 ? SimulatedCluster.AllRoles : "evaluator")]).ConfigureAwait(false);
            await cluster.ConnectAsync().ConfigureAwait(false);
            var warm = SimulatedCluster.Spec("warm", 4 * silos, Cells);
            await cluster.StartSweepAsync(warm).ConfigureAwait(false);
            await cluster.FinishAsync(warm).ConfigureAwait(false);

            var ideal = silos * Devices * 1000.0 / CellMilliseconds;
            var spec = SimulatedCluster.Spec("scale", (int)(ideal * SecondsEach / Cells), Cells);
            await cluster.StartSweepAsync(spec).ConfigureAwait(false);
            // From a fifth to four fifths: neither the first profiles nor the last stragglers.
            var (total, watch) = ((int)(ideal * SecondsEach / Cells) * Cells, new Stopwatch());
            var (first, last) = (0, 0);
            await Until.TrueAsync("a fifth is done", async () => (first = (await cluster.StatusAsync(spec).ConfigureAwait(false)).Cells.Done) >= total / 5, 300, 20).ConfigureAwait(false);
            watch.Start();
            await Until.TrueAsync("four fifths are done", async () => (last = (await cluster.StatusAsync(spec).ConfigureAwait(false)).Cells.Done) >= total * 4 / 5, 300, 20).ConfigureAwait(false);
            var rate = (last - first) / watch.Elapsed.TotalSeconds;
            points.Add(new { silos, devices = silos * Devices, cellsPerSecond = Math.Round(rate, 1), ofIdeal = Math.Round(rate / ideal, 3) });
        }

        return JsonSerializer.Serialize(new { benchmark = "scale", cellMilliseconds = CellMilliseconds, store = "postgresql", points });
    }
}
