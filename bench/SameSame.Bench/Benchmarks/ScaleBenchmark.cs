using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SameSame.Bench.Processes;
using SameSame.Bench.Simulation;
using SameSame.Testing;

namespace SameSame.Bench.Benchmarks;

/// <summary>Throughput with 2, 4 and 8 silos of 4 devices each, or the numbers of silos that are named, cells of 100 ms, on PostgreSQL; ideal is devices / 100 ms.</summary>
internal static class ScaleBenchmark
{
    private const int Devices = 4, CellMilliseconds = 100, Cells = 20, SecondsEach = 30, PollMilliseconds = 100;

    public static async Task<string> RunAsync(string[] args, CancellationToken cancellation)
    {
        using var database = await PostgresServer.StartAsync().ConfigureAwait(false);
        var points = new List<object>();
        foreach (var silos in args.Length > 0 ? [.. args.Select(a => int.Parse(a, CultureInfo.InvariantCulture))] : new[] { 2, 4, 8 })
        {
            cancellation.ThrowIfCancellationRequested();
            using var folder = new Workspace();
            await using var cluster = new SimulatedCluster(folder, StoreSettings.Postgres(database.ConnectionString), new SimulationOptions { Devices = Devices, CellMilliseconds = CellMilliseconds });
            await cluster.StartAsync([.. Enumerable.Range(0, silos).Select(i => i < 2 ? SimulatedCluster.AllRoles : "evaluator")]).ConfigureAwait(false);
            await cluster.ConnectAsync().ConfigureAwait(false);
            var ideal = silos * Devices * 1000.0 / CellMilliseconds;
            var models = (int)(ideal * SecondsEach / Cells);
            // Eight processes compile what they run for half a minute, on two cores: a sweep of the same size goes before.
            var warm = SimulatedCluster.Spec("warm", models, Cells);
            await cluster.StartSweepAsync(warm).ConfigureAwait(false);
            await cluster.FinishAsync(warm).ConfigureAwait(false);

            var spec = SimulatedCluster.Spec("scale", models, Cells);
            await cluster.StartSweepAsync(spec).ConfigureAwait(false);
            // From a fifth to four fifths: neither the first profiles nor the last stragglers.
            var (total, watch) = (models * Cells, new Stopwatch());
            var (first, last) = (0, 0);
            await Until.TrueAsync("a fifth is done", async () => (first = (await cluster.StatusAsync(spec).ConfigureAwait(false)).Cells.Done) >= total / 5, 300, PollMilliseconds).ConfigureAwait(false);
            var before = Cpu();
            watch.Start();
            await Until.TrueAsync("four fifths are done", async () => (last = (await cluster.StatusAsync(spec).ConfigureAwait(false)).Cells.Done) >= total * 4 / 5, 300, PollMilliseconds).ConfigureAwait(false);
            var rate = (last - first) / watch.Elapsed.TotalSeconds;
            var spent = Cpu().Zip(before, (now, then) => Math.Round((now - then) * 1000 / (last - first), 2)).ToList();
            points.Add(new
            {
                silos,
                devices = silos * Devices,
                cellsPerSecond = Math.Round(rate, 1),
                ofIdeal = Math.Round(rate / ideal, 3),
                cpuMillisecondsPerCell = new { silos = spent[0], database = spent[1], client = spent[2] },
            });

            double[] Cpu() => [cluster.Silos.Sum(s => CpuTime.SecondsOf(s.Process.Id)), database.CpuSeconds, CpuTime.SecondsOf(Environment.ProcessId) - Below()];

            // What the benchmark's process started is counted by itself.
            double Below() => cluster.Silos.Sum(s => CpuTime.SecondsOf(s.Process.Id)) + database.CpuSeconds;
        }

        return JsonSerializer.Serialize(new { benchmark = "scale", cellMilliseconds = CellMilliseconds, store = "postgresql", points });
    }
}
