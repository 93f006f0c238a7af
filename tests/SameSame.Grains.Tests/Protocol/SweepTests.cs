using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Grains.Tests.Support;

namespace SameSame.Grains.Tests.Protocol;

/// <summary>The ordinary life of sweeps, on three silos that all tests of this class share.</summary>
public sealed class SweepTests : IAsyncLifetime
{
    private SweepCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await SweepCluster.StartAsync();

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Every_cell_is_measured_once_on_devices_of_several_silos_and_reaches_the_leaderboard()
    {
        var spec = SweepCluster.Spec("plain", models: 6);
        var cells = await _cluster.RunAsync(spec);
        CellAssert.EachHasOneResult(cells, 24);
        Assert.All(cells, c => Assert.Equal(CellStatus.Completed, c.Status));
        Assert.All(_cluster.Device.Executions, e => Assert.Equal(1, e.Value));
        Assert.True(_cluster.Device.Devices.Select(d => d.Split('/')[0]).Distinct().Count() > 1);

        var status = await _cluster.Sweep(spec).GetStatusAsync();
        Assert.Equal((24, 24, 0, 0, 6), (status.Cells.Total, status.Cells.Completed, status.Cells.Reused, status.Cells.Failed, status.ModelsFinished));
        var rows = await Leaderboard("plain");
        Assert.Equal(cells.Select(c => c.Measurement!.Key).Order(), rows.Select(r => r.Key).Order());
        Assert.Contains(await _cluster.Grains.GetGrain<ISweepDirectoryGrain>(ISweepDirectoryGrain.Key).ListAsync(), s => s.Id == spec.Id);
    }

    [Fact]
    public async Task Running_it_again_measures_nothing_and_forcing_it_measures_everything_again()
    {
        var spec = SweepCluster.Spec("again");
        var first = await _cluster.RunAsync(spec);
        var again = await _cluster.RunAsync(spec);
        Assert.All(again, c => Assert.Equal(CellStatus.Reused, c.Status));
        Assert.Equal(first.Select(c => (c.Measurement!.Key, c.Measurement.Device)), again.Select(c => (c.Measurement!.Key, c.Measurement.Device)));
        Assert.All(Cells("again"), e => Assert.Equal(1, e.Value));

        var forced = await _cluster.RunAsync(spec with { Force = true });
        Assert.All(forced, c => Assert.Equal(CellStatus.Completed, c.Status));
        Assert.All(Cells("again").Where(e => e.Key.Contains('/', StringComparison.Ordinal)), e => Assert.Equal(2, e.Value));
        Assert.All(await _cluster.RunAsync(spec), c => Assert.Equal(CellStatus.Reused, c.Status));
    }

    [Theory]
    [InlineData("cle", "mse", "none")]
    [InlineData("cle", "minmax", "analytic")]
    [InlineData("search:2", "minmax", "none")]
    public async Task Histograms_are_collected_for_the_first_sweep_that_reads_them_and_serve_all_that_follow(string method, string calibrator, string correction)
    {
        var (dataset, calibration) = ($"kept-{method}-{calibrator}-{correction}", $"m0 calibration @kept-{method}-{calibrator}-{correction}");
        var spec = SweepCluster.Spec(dataset, models: 1);
        var moments = (await _cluster.RunAsync(spec)).Select(c => c.Measurement!.Statistics).Distinct().Single();
        Assert.Equal(1, _cluster.Device.Executions[calibration]);
        var schemes = spec.Schemes.Select(s => s with { Calibrator = calibrator, BiasCorrection = correction }).ToArray();
        var histograms = (await _cluster.RunAsync(spec with { Name = "reads", Methods = [method], Schemes = schemes })).Select(c => c.Measurement!.Statistics).Distinct().Single();
        Assert.NotEqual(moments, histograms);
        Assert.Equal(2, _cluster.Device.Executions[calibration]);
        Assert.Equal(histograms, (await _cluster.RunAsync(spec with { Force = true })).Select(c => c.Measurement!.Statistics).Distinct().Single());
        Assert.Equal(2, _cluster.Device.Executions[calibration]);
    }

    [Fact]
    public async Task Two_sweeps_that_want_the_same_cells_measure_them_once()
    {
        var gate = new TaskCompletionSource();
        _cluster.Device.Before = (item, stop) => item.Source.Dataset == "shared" ? gate.Task.WaitAsync(stop) : Task.CompletedTask;
        var (one, two) = (SweepCluster.Spec("shared") with { Name = "one" }, SweepCluster.Spec("shared") with { Name = "two" });
        await _cluster.Sweep(one).StartAsync(one);
        await _cluster.Sweep(two).StartAsync(two);
        gate.SetResult();
        CellAssert.EachHasOneResult(await _cluster.FinishAsync(one), 12);
        CellAssert.EachHasOneResult(await _cluster.FinishAsync(two), 12);
        Assert.All(Cells("shared"), e => Assert.Equal(1, e.Value));
        // Each cell counts as measured in one of the two sweeps, and as reused in the other.
        var (a, b) = (await _cluster.Sweep(one).GetStatusAsync(), await _cluster.Sweep(two).GetStatusAsync());
        Assert.Equal((12, 12), (a.Cells.Completed + b.Cells.Completed, a.Cells.Reused + b.Cells.Reused));
    }

    [Fact]
    public async Task What_fails_is_tried_three_times_and_then_recorded_with_its_reason_while_the_rest_goes_on()
    {
        var tries = 0;
        _cluster.Device.Before = (item, _) =>
        {
            if (item.Source.Dataset != "failing" || item.Source.Model != "m1" || item.Cell?.Method != "cle" || item.Cell.Scheme.Bits.Weights != 4)
                return Task.CompletedTask;
            Interlocked.Increment(ref tries);
            throw new InvalidOperationException("the device\nburned");
        };
        var cells = await _cluster.RunAsync(SweepCluster.Spec("failing"), advance: TimeSpan.FromSeconds(1));
        var failed = Assert.Single(cells, c => c.Status == CellStatus.Failed);
        Assert.Equal(("m1", "cle", "InvalidOperationException: the device burned"), (failed.Model, failed.Method, failed.Error));
        Assert.Equal(3, tries);
        Assert.Equal(11, cells.Count(c => c.Status == CellStatus.Completed));
    }

    [Fact]
    public async Task A_model_that_misses_its_reference_is_not_measured_and_says_both_figures()
    {
        var cells = await _cluster.RunAsync(SweepCluster.Spec("gated"));
        Assert.All(cells.Where(c => c.Model == "m1"), c => Assert.Equal(CellStatus.Failed, c.Status));
        Assert.All(cells.Where(c => c.Model == "m1"), c => Assert.Contains("FP32 top-1 is 0.00 % on 40 images, the catalogue states 90.00 +- 0.50", c.Error, StringComparison.Ordinal));
        Assert.All(cells.Where(c => c.Model != "m1"), c => Assert.Equal(CellStatus.Completed, c.Status));
        Assert.DoesNotContain(Cells("gated"), e => e.Key.StartsWith("m1 ", StringComparison.Ordinal) && e.Key.Contains('/', StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_zoo_that_cannot_be_read_starts_nothing_and_says_why()
    {
        var spec = SweepCluster.Spec("nothing") with { Zoo = "none" };
        var status = await _cluster.Sweep(spec).StartAsync(spec);
        Assert.Equal((SweepState.Failed, "zoo.yaml: no such file"), (status.State, status.Error));
        Assert.DoesNotContain(await _cluster.Grains.GetGrain<ISweepDirectoryGrain>(ISweepDirectoryGrain.Key).ListAsync(), s => s.Id == spec.Id);
    }

    [Fact]
    public async Task Lost_artifacts_are_made_again()
    {
        var spec = SweepCluster.Spec("pruned", models: 1);
        await _cluster.RunAsync(spec);
        _cluster.Artifacts.Clear();
        CellAssert.EachHasOneResult(await _cluster.RunAsync(spec with { Methods = ["none", "cle", "two-step"] }), 6);
    }

    private IEnumerable<KeyValuePair<string, int>> Cells(string dataset) => _cluster.Device.Executions.Where(e => e.Key.EndsWith($"@{dataset}", StringComparison.Ordinal));

    private async Task<List<LeaderboardRow>> Leaderboard(string dataset)
    {
        var pages = await Task.WhenAll(Enumerable.Range(0, ILeaderboardGrain.Partitions).Select(p => _cluster.Grains.GetGrain<ILeaderboardGrain>(p).ListAsync()));
        return [.. pages.SelectMany(p => p).Where(r => r.Dataset == dataset)];
    }
}
