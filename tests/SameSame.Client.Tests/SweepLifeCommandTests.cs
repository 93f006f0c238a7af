using System.Diagnostics;
using SameSame.Hosting.Local;
using SameSame.Testing;

namespace SameSame.Client.Tests;

/// <summary><c>sweep watch|pause|resume|cancel|retry|rm</c> on a sweep of the sample zoo.</summary>
public sealed class SweepLifeCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_finished_sweep_can_be_watched_refuses_what_makes_no_sense_and_can_be_removed()
    {
        var ran = await Cli.RunAsync("sweep", "run", Path.Combine(Places.Fashion, "sweep.yaml"), "--data", _folder["d"],
            "--models", "*squeezenet", "--bits", "8/8", "--methods", "none", "--images", "100", "--priority", "3");
        Assert.Equal(ExitCodes.Done, ran.Code);
        var id = (await Cli.NewestAsync(_folder["d"]))!;

        var watched = await SweepAsync("watch", id);
        Assert.Equal(ExitCodes.Done, watched.Code);
        // What the process that ran it told is gone with it; its number, which says nothing to people, comes on request.
        Assert.EndsWith("Z 1/1 so far, finished\n", watched.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("000000", watched.Output, StringComparison.Ordinal);
        Assert.Equal($"sweep {id} is finished: 1 cells: 1 measured, 0 reused, 0 failed", Assert.Single(watched.Complaints));
        var number = (await SweepAsync("watch", id, "--numbers"))
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Split(' ')[0];
        Assert.Equal("", (await SweepAsync("watch", id, "--after", number)).Output);

        foreach (var (request, answer) in new[] { ("pause", "nothing to stop"), ("cancel", "nothing to stop"), ("resume", "'sweep run' starts it again"), ("retry", "no failed cells") })
        {
            var refused = await SweepAsync(request, id);
            Assert.Equal(ExitCodes.NothingStarted, refused.Code);
            Assert.Contains(answer, Assert.Single(refused.Complaints), StringComparison.Ordinal);
        }

        Assert.Contains("removed", (await SweepAsync("rm", id)).Error, StringComparison.Ordinal);
        var none = await Cli.RunAsync("sweep", "list", "--data", _folder["d"]);
        Assert.Equal(("", "there are no sweeps; 'samesame sweep run SPEC.yaml' starts one"),
            (none.Output, Assert.Single(none.Complaints)));
        foreach (var request in new[] { "watch", "pause", "cancel", "resume", "retry", "rm", "status" })
            Assert.Equal($"samesame: no sweep '{id}'; 'samesame sweep list' shows what there is", Assert.Single((await SweepAsync(request, id)).Complaints));
        Assert.Contains("fashion_squeezenet", (await Cli.RunAsync("leaderboard", "--data", _folder["d"])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_terminal_pauses_and_resumes_and_cancels_a_running_sweep()
    {
        var running = Task.Run(() => Cli.RunAsync("sweep", "run", Path.Combine(Places.Fashion, "sweep.yaml"), "--data", _folder["d"], "--images", "all"));
        // Not before it hosts the instance: a command that only looks would take the lock first.
        await UntilAsync("the sweep's process hosts the instance", running, () => Task.FromResult(new InstanceFolder(_folder["d"]).ReadEndpoint() is { StartsWork: true }));
        var id = "";
        await UntilAsync("the sweep is in the list", running, async () =>
            (id = await Cli.NewestAsync(_folder["d"]) ?? "").Length > 0);
        Assert.Equal("running", await StateAsync());
        Assert.Contains("paused", (await SweepAsync("pause", id)).Error, StringComparison.Ordinal);
        Assert.Equal("paused", await StateAsync());
        Assert.False(running.IsCompleted);
        Assert.Contains("paused", (await SweepAsync("status", id)).Error, StringComparison.Ordinal);
        var resumed = Task.Run(() => SweepAsync("resume", id));
        await UntilAsync("it goes on", running, async () => !(await SweepAsync("status", id)).Error.Contains("paused", StringComparison.Ordinal));
        Assert.Contains("cancelled", (await SweepAsync("cancel", id)).Error, StringComparison.Ordinal);
        Assert.Equal("cancelled", await StateAsync());
        var ended = await running.WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(ExitCodes.SomeFailed, ended.Code);
        Assert.Contains("cancelled", ended.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.SomeFailed, (await resumed.WaitAsync(TimeSpan.FromMinutes(1))).Code);
    }

    private static async Task UntilAsync(string phase, Task<Cli.Result> running, Func<Task<bool>> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.False(running.IsCompleted, running.IsCompleted ? (await running).Error : phase);
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), $"{phase}: not within a minute");
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            await pause.WaitForNextTickAsync();
        }
    }

    private async Task<string> StateAsync() => (string)Assert.Single(await Cli.SweepsAsync(_folder["d"]))["state"]!;

    private Task<Cli.Result> SweepAsync(string request, string id, params string[] more) => Cli.RunAsync(["sweep", request, id, "--data", _folder["d"], .. more]);
}
