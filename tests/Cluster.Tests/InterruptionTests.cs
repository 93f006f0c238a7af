using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SameSame.Bench.Processes;
using SameSame.Testing;

namespace Cluster.Tests;

/// <summary>Processes that end in the middle of a sweep, and the same command run again.</summary>
public sealed partial class InterruptionTests : IDisposable
{
    private static readonly string Spec = Path.Combine(Places.Fashion, "sweep.yaml");
    private const int Cells = 24;
    private static readonly string[] Sweep = ["--images", "all", "--models", "*net", "--bits", "8/8,6/6,4/8,4/4", "--methods", "none,one-step,cle"];
    // One device makes it last some ten seconds on a fast machine, without costing a slow one more: time to look at it, which takes two processes and so seconds.
    private static readonly (string, string)[] OneSlot = [("CpuSlots", "1")];
    private readonly SweepRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Kill_9_loses_nothing_that_was_finished_and_measures_it_no_second_time()
    {
        List<string> before;
        using (var first = SameSameProcess.Start(OneSlot, _run.Command(Spec, Sweep)))
        {
            await SomeCellsAsync(first);
            // A second process joins the running one to look: so both are tested.
            before = await MeasuredAsync();
            Assert.InRange(before.Count, 1, Cells - 1);
            await first.KillAsync();
        }

        var second = await SameSameProcess.RunAsync(_run.Command(Spec, Sweep));
        Assert.Equal(0, second.Code);
        var results = await _run.ResultsAsync();
        Assert.Equal(Cells, results.Count);
        Assert.All(results, r => Assert.Equal("completed", (string)r["status"]!));
        Assert.Equal(Cells, results.Select(r => (string)r["key"]!).Distinct().Count());
        Assert.Equal(2, results.GroupBy(Silo).Count());
        // What the first process had finished is still its own.
        Assert.Single(results.Where(r => before.Contains((string)r["key"]!)).Select(Silo).Distinct());
        Assert.Contains($"{Cells} cells: {Cells} measured, 0 reused, 0 failed", second.Error, StringComparison.Ordinal);

        var board = await SameSameProcess.RunAsync("leaderboard", "--data", _run.Data);
        Assert.Equal(second.Output, board.Output);
    }

    [Fact]
    public async Task Ctrl_C_ends_with_130_says_how_to_go_on_and_resume_and_the_same_command_do()
    {
        string id;
        using (var first = SameSameProcess.Start(OneSlot, _run.Command(Spec, Sweep)))
        {
            await SomeCellsAsync(first);
            first.Signal("INT");
            Assert.Equal(130, await first.ExitAsync());
            // Not before: to start a process for it takes about as long as the sweep.
            var listed = JsonNode.Parse((await SameSameProcess.RunAsync("sweep", "list", "--json", "--data", _run.Data))
                .Output)!;
            id = (string)listed["sweeps"]![0]!["id"]!;
            Assert.Equal("interrupted", (string)listed["sweeps"]![0]!["state"]!);
            Assert.Contains("interrupted; run the same command again to continue", first.Error, StringComparison.Ordinal);
            Assert.Contains($"'samesame sweep resume {id}'", first.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", first.Error, StringComparison.Ordinal);
        }

        var resumed = await SameSameProcess.RunAsync("sweep", "resume", id, "--data", _run.Data);
        Assert.Equal(0, resumed.Code);
        Assert.Contains($"{Cells} cells: {Cells} measured, 0 reused, 0 failed", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await SameSameProcess.RunAsync(_run.Command(Spec, Sweep))).Code);
        Assert.Equal(2, (await _run.ResultsAsync()).GroupBy(Silo).Count());
    }

    // The command itself says how far it is, every five seconds.
    private static async Task SomeCellsAsync(SameSameProcess sweep)
    {
        await Until.TrueAsync("some cells are done", () => Task.FromResult(!sweep.Running || SomeDone().IsMatch(sweep.Error)), 240);
        Assert.True(sweep.Running, sweep.Error);
    }

    private async Task<List<string>> MeasuredAsync()
    {
        var board = await SameSameProcess.RunAsync("leaderboard", "--data", _run.Data, "--format", "json");
        return [.. JsonNode.Parse(board.Output)!["results"]!.AsArray().Select(r => (string)r!["key"]!)];
    }

    [GeneratedRegex(@"^[1-9]\d*/\d+ cells", RegexOptions.Multiline)]
    private static partial Regex SomeDone();

    private static string Silo(JsonNode result) => ((string)result["device"]!).Split('/')[0];
}
