using SameSame.Bench.Processes;
using SameSame.Contracts.Sweeps;
using SameSame.Testing;

namespace SameSame.Bench.Faults;

/// <summary>The faults of the matrix.</summary>
internal static class FaultCatalogue
{
    public static Fault EvaluatorKilled { get; } = new("kill -9 of an evaluator silo", run => run.KillAsync(restart: false, run.Evaluator));

    public static Fault CoordinatorKilled { get; } = new("kill -9 of the coordinator's silo", async run => await run.KillAsync(restart: false, await run.CoordinatorAsync().ConfigureAwait(false)).ConfigureAwait(false));

    public static Fault AllKilled { get; } = new("kill -9 of all silos, started again", run => run.KillAsync(restart: true, [.. run.Cluster.Silos]));

    public static Fault ClientKilled { get; } = new("kill -9 of the client", async run =>
    {
        using var client = new ServerProcess("dotnet", [Path.Combine(AppContext.BaseDirectory, "samesame-bench.dll"), "client", run.Cluster.Gateways, run.Cluster.ClusterId, run.Spec.Id]);
        await Until.TrueAsync("the client follows the sweep", () => Task.FromResult(client.Output.Contains('/', StringComparison.Ordinal))).ConfigureAwait(false);
        await run.StrikeAsync().ConfigureAwait(false);
        client.Signal("KILL");
        await client.ExitAsync(20).ConfigureAwait(false);
    });

    public static Fault DatabaseStopped { get; } = new("database stopped for 20 s", async run =>
    {
        await run.StrikeAsync().ConfigureAwait(false);
        await run.Database.StopAsync().ConfigureAwait(false);
        await Task.Delay(TimeSpan.FromSeconds(20)).ConfigureAwait(false);
        await run.Database.ResumeAsync().ConfigureAwait(false);
    });

    public static Fault DiskFull { get; } = new("artifact store full for 15 s", async run =>
    {
        // A small file system over the store's folder: what is there becomes unreachable for new writes only.
        var folder = run.Folder["artifacts"];
        await Expect("mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", folder).ConfigureAwait(false);
        await File.WriteAllBytesAsync(Path.Combine(folder, "ballast"), new byte[4096]).ConfigureAwait(false);
        await run.StrikeAsync().ConfigureAwait(false);
        await Task.Delay(TimeSpan.FromSeconds(15)).ConfigureAwait(false);
        await Expect("umount", "-l", folder).ConfigureAwait(false);
    });

    public static Fault Frozen { get; } = new("evaluator silo frozen (SIGSTOP) for 30 s, longer than its lease", async run =>
    {
        var silo = run.Evaluator;
        await run.StrikeAsync().ConfigureAwait(false);
        silo.Process.Signal("STOP");
        await Task.Delay(TimeSpan.FromSeconds(30)).ConfigureAwait(false);
        silo.Process.Signal("CONT");
    });

    public static Fault ClockJump { get; } = new("wall clock jumps by five minutes, and back", async run =>
    {
        await run.StrikeAsync().ConfigureAwait(false);
        await SetClockAsync(run, "300").ConfigureAwait(false);
        await Task.Delay(TimeSpan.FromSeconds(3)).ConfigureAwait(false);
        await SetClockAsync(run, "0").ConfigureAwait(false);
    });

    public static Fault Drained { get; } = new("SIGTERM of an evaluator silo", async run =>
    {
        var silo = run.Evaluator;
        await run.StrikeAsync().ConfigureAwait(false);
        silo.Process.Signal("TERM");
        await silo.Process.ExitAsync(60).ConfigureAwait(false);
    });

    public static Fault Saturated { get; } = new("all cores saturated for 30 s: no silo is evicted", async run =>
    {
        var busy = Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => new ServerProcess("timeout", ["30", "sh", "-c", "while :; do :; done"])).ToList();
        await run.StrikeAsync().ConfigureAwait(false);
        await Task.WhenAll(busy.Select(b => b.ExitAsync(60))).ConfigureAwait(false);
        busy.ForEach(b => b.Dispose());
        var silos = (await run.Cluster.Grains.GetGrain<IClusterGrain>(IClusterGrain.Key).GetStatusAsync().ConfigureAwait(false)).Silos;
        if (silos.Count(s => s.Status == "Active") != run.Cluster.Silos.Count)
            throw new InvalidOperationException($"a silo was evicted: {string.Join(", ", silos.Select(s => $"{s.Address} {s.Status}"))}");
    });

    public static IReadOnlyList<Fault> All { get; } =
        [EvaluatorKilled, CoordinatorKilled, AllKilled, ClientKilled, DatabaseStopped, DiskFull, Frozen, ClockJump, Drained, Saturated];

    private static async Task SetClockAsync(FaultRun run, string seconds)
    {
        await File.WriteAllTextAsync(run.Folder["clock.new"], seconds).ConfigureAwait(false);
        File.Move(run.Folder["clock.new"], run.Folder["clock"], overwrite: true);
    }

    private static async Task Expect(string file, params string[] args)
    {
        var (code, output) = await ServerProcess.RunAsync(file, args).ConfigureAwait(false);
        if (code != 0)
            throw new InvalidOperationException($"{file} {string.Join(' ', args)}: {output}");
    }
}
