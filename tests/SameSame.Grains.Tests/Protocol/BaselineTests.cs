using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Contracts.Work;
using SameSame.Grains.Tests.Support;
using SameSame.Quantization.Metrics;

namespace SameSame.Grains.Tests.Protocol;

/// <summary>FP32 runs whose labels cannot be right.</summary>
public sealed class BaselineTests : IAsyncLifetime
{
    private SweepCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await SweepCluster.StartAsync(silos: 1);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task They_stop_their_cells_and_a_sweep_that_still_runs_measures_them_once_they_are_accepted()
    {
        // Right as often as guessing among ten.
        _cluster.Device.Labels = LabelEvidence.Of(new LabelCounts { Images = 40, Outputs = 10, Labels = 10, Correct = 4, CorrectAbove = 4, CorrectBelow = 4, MostAnswered = 4, MostLabelled = 4 });
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _cluster.Device.Before = (item, stop) => item is { Kind: WorkKind.Baseline, Source.Model: "m1" } ? release.Task.WaitAsync(stop) : Task.CompletedTask;
        var spec = SweepCluster.Spec("guesses", models: 2);
        await _cluster.Sweep(spec).StartAsync(spec);
        await SweepCluster.UntilAsync("the first model is given up", async () => (await _cluster.Sweep(spec).GetCellsAsync(0)).All(c => c.Status == CellStatus.Failed));
        Assert.All(await _cluster.Sweep(spec).GetCellsAsync(0), c => Assert.Contains("what guessing among 10 classes gives", c.Error, StringComparison.Ordinal));
        Assert.Equal(SweepState.Running, (await _cluster.Sweep(spec).GetStatusAsync()).State);

        var accepted = spec with { AcceptBaseline = true };
        Assert.Equal(spec.Id, accepted.Id);
        await _cluster.Sweep(accepted).StartAsync(accepted);
        release.SetResult();
        var cells = await _cluster.FinishAsync(accepted);
        CellAssert.EachHasOneResult(cells, 8);
        Assert.All(cells, c => Assert.Contains("what guessing among 10 classes gives", c.Measurement!.Findings, StringComparison.Ordinal));
    }
}
