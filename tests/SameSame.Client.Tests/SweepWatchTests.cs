using SameSame.Client.Sweeps;
using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using Spectre.Console.Testing;

namespace SameSame.Client.Tests;

public class SweepWatchTests
{
    [Fact]
    public async Task On_a_terminal_each_device_has_a_bar_and_the_whole_has_one()
    {
        using var terminal = new TestConsole();
        terminal.Profile.Capabilities.Interactive = true;
        terminal.Profile.Width = 140;
        var status = await SweepWatch.UntilFinishedAsync(new ClientConsole(TextWriter.Null, TextWriter.Null, terminal), new PlayedSweep(), CancellationToken.None);
        Assert.Equal(SweepState.Finished, status.State);
        Assert.Contains("3/8 cells", terminal.Output, StringComparison.Ordinal);
        Assert.Contains("net [a] 8/8 cle 40/100 images, 55 images/s", terminal.Output, StringComparison.Ordinal);
        // A search has no device, and takes a minute in which nothing else may happen.
        Assert.Contains("net [c] 6/6 search 57 of up to 167 candidates; 1 search waits", terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_pipe_there_are_lines_and_no_control_characters()
    {
        using var error = new StringWriter();
        await SweepWatch.UntilFinishedAsync(new ClientConsole(TextWriter.Null, error), new PlayedSweep(), CancellationToken.None);
        Assert.DoesNotContain('\u001b', error.ToString());
    }

    /// <summary>A sweep with one device at work that is finished at the fourth look.</summary>
    private sealed class PlayedSweep : ISweepGrain
    {
        private int _looks;

        public Task<SweepStatus> GetStatusAsync() => Task.FromResult(new SweepStatus
        {
            Id = "s",
            State = ++_looks < 4 ? SweepState.Running : SweepState.Finished,
            Cells = new CellCounts { Total = 8, Completed = 3 },
            Running = _looks < 2 ? [] : [new RunningWork("net [a] 8/8 cle", "silo/cpu0", 40, 100, 55), new RunningWork("net b baseline", "silo/cpu1", 0, 0, 0)],
            Searches = _looks != 2 ? [] : [new SearchProgress("net [c] 6/6 search", 57, 167), new SearchProgress("net [c] 4/8 search", 0, 167)],
        });

        public Task<SweepSpec?> GetSpecAsync() => Task.FromResult<SweepSpec?>(null);

        public Task<SweepStatus> StartAsync(SweepSpec spec) => GetStatusAsync();

        public Task<CellResult[]> GetCellsAsync(int model) => Task.FromResult<CellResult[]>([]);

        public Task WakeAsync() => Task.CompletedTask;

        public Task<SweepStatus> PauseAsync() => GetStatusAsync();

        public Task<SweepStatus> ResumeAsync() => GetStatusAsync();

        public Task<SweepStatus> CancelAsync() => GetStatusAsync();

        public Task<SweepStatus> RetryAsync() => GetStatusAsync();

        public Task<SweepStatus> RemoveAsync() => GetStatusAsync();

        public Task<SweepEvent[]> GetEventsAsync(long after) => Task.FromResult<SweepEvent[]>([]);

        public Task ProgressAsync(ModelProgress progress) => Task.CompletedTask;
    }
}
