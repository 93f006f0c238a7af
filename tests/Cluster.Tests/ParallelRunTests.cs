using System.Globalization;
using SameSame.Testing;

namespace Cluster.Tests;

/// <summary>The same as many processes, in waves, since each takes 100 MB: <c>SAMESAME_PARALLEL_RUNS=200</c> asks for
/// it.</summary>
public sealed class ParallelRunTests : IDisposable
{
    private const int Wave = 40;
    private readonly SweepRun _run = new();

    public void Dispose() => _run.Dispose();

    [SkippableFact]
    public async Task Hundreds_of_runs_of_one_spec_end_well_with_the_same_table()
    {
        var wanted = Environment.GetEnvironmentVariable("SAMESAME_PARALLEL_RUNS");
        Skip.If(wanted is null, "SAMESAME_PARALLEL_RUNS says how many");
        string[] command = ["sweep", "run", Path.Combine(Places.Fashion, "sweep.yaml"), "--data", _run.Data,
            "--models", "*squeezenet", "--bits", "8/8", "--methods", "none", "--images", "64"];
        var runs = new List<(int Code, string Output, string Error)>();
        foreach (var wave in Enumerable.Range(0, int.Parse(wanted, CultureInfo.InvariantCulture)).Chunk(Wave))
            runs.AddRange(await Task.WhenAll(wave.Select(_ => SameSameProcess.RunAsync(command))));
        var bad = runs.Where(r => r.Code != 0 || r.Output != runs[0].Output).ToList();
        Assert.True(bad.Count == 0,
            $"{bad.Count} of {runs.Count}: {string.Join("\n", bad.Select(r => $"{r.Code}: {r.Output}{r.Error}"))}");
        Assert.Contains("fashion_squeezenet", runs[0].Output, StringComparison.Ordinal);
    }
}
