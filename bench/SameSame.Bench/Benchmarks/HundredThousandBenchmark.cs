using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Orleans.Runtime;
using SameSame.Bench.Processes;
using SameSame.Bench.Simulation;
using SameSame.Testing;

namespace SameSame.Bench.Benchmarks;

/// <summary>10,000 models x 10 cells on one process and SQLite, killed and started again in the middle: is the last cell as cheap as the first?</summary>
internal static class HundredThousandBenchmark
{
    private const int Devices = 4, Cells = 10, Slices = 10;

    public static async Task<string> RunAsync(string[] args, CancellationToken cancellation)
    {
        var models = args is [var text] ? int.Parse(text, CultureInfo.InvariantCulture) : 10_000;
        using var folder = new Workspace();
        await using var cluster = new SimulatedCluster(folder, StoreSettings.Sqlite(folder["state.db"]), new SimulationOptions { Devices = Devices });
        await cluster.StartAsync(SimulatedCluster.AllRoles).ConfigureAwait(false);
        await cluster.ConnectAsync().ConfigureAwait(false);
        var spec = SimulatedCluster.Spec("hundredk", models, Cells);
        await cluster.StartSweepAsync(spec).ConfigureAwait(false);
        var (slices, slowest, resume) = (new List<object>(), (Max: 0.0, AtCells: 0), 0.0);
        for (var slice = 1; slice <= Slices; slice++)
        {
            var (watch, from, reached) = (Stopwatch.StartNew(), await DoneAsync().ConfigureAwait(false), 0);
            await Until.TrueAsync($"slice {slice} is done", async () => (reached = await DoneAsync().ConfigureAwait(false)) >= (long)models * Cells * slice / Slices, 1200, 100).ConfigureAwait(false);
            var rate = Math.Round((reached - from) / watch.Elapsed.TotalSeconds, 1);
            var (live, activations) = await LiveAsync().ConfigureAwait(false);
            slices.Add(new { cellsPerSecond = rate, megabytes = Math.Round(cluster.Silos[0].Process.Megabytes), liveMegabytes = live, activations });
            if (slice == Slices / 2)
                resume = await RestartAsync().ConfigureAwait(false);
        }

        await cluster.FinishAsync(spec).ConfigureAwait(false);
        var executions = await cluster.ExecutionsAsync().ConfigureAwait(false);
        return JsonSerializer.Serialize(new
        {
            benchmark = "hundredk",
            models,
            cells = models * Cells,
            slices,
            slowestStatusMilliseconds = Math.Round(slowest.Max),
            slowestStatusAtCells = slowest.AtCells,
            secondsToResume = Math.Round(resume, 1),
            lost = (models * Cells) - executions.Count,
            remeasured = executions.Values.Sum(n => n - 1),
        });

        async Task<int> DoneAsync()
        {
            var watch = Stopwatch.StartNew();
            var status = await cluster.StatusAsync(spec).ConfigureAwait(false);
            if (watch.Elapsed.TotalMilliseconds > slowest.Max)
                slowest = (watch.Elapsed.TotalMilliseconds, status.Cells.Done);
            return status.Cells.Done;
        }

        // What is held, after a full collection: the working set has garbage in it that nothing forces out.
        async Task<(double Megabytes, int Activations)> LiveAsync()
        {
            var management = cluster.Grains.GetGrain<IManagementGrain>(0);
            await management.ForceGarbageCollection([]).ConfigureAwait(false);
            var silo = (await management.GetRuntimeStatistics([.. (await management.GetHosts(onlyActive: true).ConfigureAwait(false)).Keys]).ConfigureAwait(false))[0];
            return (Math.Round(silo.EnvironmentStatistics.RawMemoryUsageBytes / 1e6, 1), silo.ActivationCount);
        }

        async Task<double> RestartAsync()
        {
            var done = await DoneAsync().ConfigureAwait(false);
            await cluster.Silos[0].KillAsync().ConfigureAwait(false);
            cluster.Silos[0].Dispose();
            cluster.Silos.Clear();
            var watch = Stopwatch.StartNew();
            await cluster.StartAsync(SimulatedCluster.AllRoles).ConfigureAwait(false);
            await cluster.ConnectAsync().ConfigureAwait(false);
            await Until.TrueAsync("work goes on after the restart", async () => await DoneAsync().ConfigureAwait(false) > done + (16 * Devices), 120).ConfigureAwait(false);
            return watch.Elapsed.TotalSeconds;
        }
    }
}
