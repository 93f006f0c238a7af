using SameSame.Client.Sweeps;
using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Evaluation.Configuration;
using SameSame.Quantization.Schemes;

namespace SameSame.Client.Tests;

/// <summary>The end of a sweep that somebody else starts again while it is read.</summary>
public class SweepEndTests
{
    private static readonly DateTimeOffset First = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), Second = First.AddSeconds(1);

    [Fact]
    public async Task A_sweep_that_is_started_again_under_its_reader_is_waited_for_once_more()
    {
        // Finished, but when its cells are read another run has begun, under which they wait.
        var end = await EndAsync(
            [(SweepState.Finished, First, CellStatus.Pending), (SweepState.Running, Second, CellStatus.Pending),
             (SweepState.Running, Second, CellStatus.Pending), (SweepState.Finished, Second, CellStatus.Reused)]);
        Assert.Equal((SweepState.Finished, Second, CellStatus.Reused),
            (end.Status.State, end.Status.Started, Assert.Single(end.Cells).Status));
    }

    [Fact]
    public async Task A_whole_run_between_two_looks_is_noticed_by_when_it_began()
    {
        var end = await EndAsync([(SweepState.Finished, First, CellStatus.Completed),
            (SweepState.Finished, Second, CellStatus.Reused)]);
        Assert.Equal(Second, end.Status.Started);
    }

    [Fact]
    public async Task Cells_of_a_cancelled_sweep_may_be_missing_and_a_removed_one_is_an_error()
    {
        var cancelled = await EndAsync([(SweepState.Cancelled, First, CellStatus.Cancelled)]);
        Assert.Equal(CellStatus.Cancelled, Assert.Single(cancelled.Cells).Status);
        await Assert.ThrowsAsync<SpecException>(() => EndAsync([(SweepState.Unknown, First, CellStatus.Pending)]));
    }

    // Each look at the status plays the next entry; the last one stays.
    private static Task<SweepEnd> EndAsync((SweepState State, DateTimeOffset Started, CellStatus Cell)[] played) =>
        SweepEnd.WaitAsync(new ClientConsole(TextWriter.Null, TextWriter.Null), new PlayedSweep(played), CancellationToken.None);

    private sealed class PlayedSweep((SweepState State, DateTimeOffset Started, CellStatus Cell)[] played) : ISweepGrain
    {
        private int _next;

        public Task<SweepStatus> GetStatusAsync()
        {
            var (state, started, _) = played[Math.Min(_next++, played.Length - 1)];
            return Task.FromResult(new SweepStatus { Id = "s", State = state, Started = started, Models = 1 });
        }

        public Task<CellResult[]> GetCellsAsync(int model) => Task.FromResult(new[]
        {
            new CellResult { Model = "m", ModelSha256 = "h", Method = "none",
                Scheme = new QuantizationScheme(BitWidths.Parse("8/8"), default),
                Status = played[Math.Min(_next - 1, played.Length - 1)].Cell },
        });

        public Task<SweepStatus> StartAsync(SweepSpec spec) => GetStatusAsync();

        public Task<SweepSpec?> GetSpecAsync() => Task.FromResult<SweepSpec?>(null);

        public Task<SweepStatus> PauseAsync() => GetStatusAsync();

        public Task<SweepStatus> ResumeAsync() => GetStatusAsync();

        public Task<SweepStatus> CancelAsync() => GetStatusAsync();

        public Task<SweepStatus> RetryAsync() => GetStatusAsync();

        public Task<SweepStatus> RemoveAsync() => GetStatusAsync();

        public Task<SweepEvent[]> GetEventsAsync(long after) => Task.FromResult<SweepEvent[]>([]);

        public Task WakeAsync() => Task.CompletedTask;

        public Task ProgressAsync(ModelProgress progress) => Task.CompletedTask;
    }
}
