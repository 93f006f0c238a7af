using System.Text.Json.Nodes;
using SameSame.Testing;

namespace Cluster.Tests;

/// <summary>Processes that end in the middle of a sweep, and the same command run again.</summary>
public sealed class InterruptionTests : IDisposable
{
    private static readonly string Spec = Path.Combine(Places.Fashion, "sweep.yaml");
    // To look at a sweep takes seconds, since each look starts two processes: this one takes many.
    private const int Cells = 60;
    private static readonly string[] Slow = ["--images", "all", "--bits", "8/8,6/6,4/8", "--methods", "none,one-step,two-step,cle"];
    private readonly SweepRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Kill_9_loses_nothing_that_was_finished_and_measures_it_no_second_time()
    {
        int done;
        using (var first = SameSameProcess.Start(_run.Command(Spec, Slow)))
        {
            // A second process joins the running one to look: so both are tested.
            while ((done = await _run.DoneAsync()) < 3)
                Assert.Equal("", first.Output);
            await first.KillAsync();
        }

        var second = await SameSameProcess.RunAsync(_run.Command(Spec, Slow));
        Assert.Equal(0, second.Code);
        var results = await _run.ResultsAsync();
        Assert.Equal(Cells, results.Count);
        Assert.All(results, r => Assert.Equal("completed", (string)r["status"]!));
        Assert.Equal(Cells, results.Select(r => (string)r["key"]!).Distinct().Count());
        var devices = results.GroupBy(Silo).ToList();
        Assert.Equal(2, devices.Count);
        Assert.True(devices.Max(d => d.Count()) < Cells && results.Count(r => Silo(r) == Silo(results[0])) >= Math.Min(done, 3), "what the first process had finished is still its own");
        Assert.Contains($"{Cells} cells: {Cells} measured, 0 reused, 0 failed", second.Error, StringComparison.Ordinal);

        var board = await SameSameProcess.RunAsync("leaderboard", "--data", _run.Data);
        Assert.Equal(second.Output, board.Output);
    }

    [Fact]
    public async Task Ctrl_C_ends_with_130_says_how_to_go_on_and_resume_and_the_same_command_do()
    {
        string id;
        using (var first = SameSameProcess.Start(_run.Command(Spec, Slow)))
        {
            while (await _run.DoneAsync() < 1)
                Assert.Equal("", first.Output);
            first.Signal("INT");
            Assert.Equal(130, await first.ExitAsync());
            // Not before: to start a process for it takes about as long as the sweep.
            id = (await SameSameProcess.RunAsync("sweep", "list", "--data", _run.Data)).Output.Split(' ')[0];
            Assert.Contains("interrupted; run the same command again to continue", first.Error, StringComparison.Ordinal);
            Assert.Contains($"'samesame sweep resume {id}'", first.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", first.Error, StringComparison.Ordinal);
        }

        var resumed = await SameSameProcess.RunAsync("sweep", "resume", id, "--data", _run.Data);
        Assert.Equal(0, resumed.Code);
        Assert.Contains($"{Cells} cells: {Cells} measured, 0 reused, 0 failed", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await SameSameProcess.RunAsync(_run.Command(Spec, Slow))).Code);
        Assert.Equal(2, (await _run.ResultsAsync()).GroupBy(Silo).Count());
    }

    private static string Silo(JsonNode result) => ((string)result["device"]!).Split('/')[0];
}
