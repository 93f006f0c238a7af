using SameSame.Contracts.Results;
using SameSame.Contracts.Work;
using SameSame.Grains.Tests.Support;

namespace SameSame.Grains.Tests.Protocol;

/// <summary>Evaluations of 40 images in parts of 10.</summary>
public sealed class ShardTests : IAsyncLifetime
{
    private SweepCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await SweepCluster.StartAsync(shardImages: 10);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Several_devices_share_one_cell_and_each_part_runs_once()
    {
        // These devices take no time, so one alone may get through all parts: the first part waits until another of its cell has begun.
        WorkItem? first = null;
        var joined = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _cluster.Device.Before = (item, stop) =>
        {
            if (item.Kind != WorkKind.Cell)
            {
                return Task.CompletedTask;
            }

            var waiting = Interlocked.CompareExchange(ref first, item, null);
            if (waiting is null)
            {
                return joined.Task.WaitAsync(stop);
            }

            if (waiting.ResultKey == item.ResultKey)
            {
                joined.TrySetResult();
            }

            return Task.CompletedTask;
        };
        var cells = await _cluster.RunAsync(SweepCluster.Spec("parts", models: 2));
        CellAssert.EachHasOneResult(cells, 8);
        // Per model: 4 parts of the baseline, 1 calibration, 4 parts of each of 4 cells.
        Assert.Equal(2 * (4 + 1 + 16), _cluster.Device.Executions.Count);
        Assert.All(_cluster.Device.Executions, e => Assert.Equal(1, e.Value));
        Assert.All(cells, c => Assert.Equal((40, 40, null), (c.Measurement!.Images, c.Measurement.Sums.Agreeing, c.Measurement.Range)));
        Assert.All(cells, c => Assert.Equal(100, c.Measurement!.Agreement));
        Assert.Contains(cells, c => c.Measurement!.Device.Contains(' ', StringComparison.Ordinal));
        // The same doubles whichever part came first.
        Assert.Single(cells.Select(c => c.Measurement!.Sums.Signal).Distinct());
    }

    [Fact]
    public async Task A_device_that_is_lost_costs_one_part()
    {
        var lost = 0;
        _cluster.Device.Before = (item, stop) => item is { Kind: WorkKind.Cell, Range.From: 20 } && Interlocked.Increment(ref lost) == 1
            ? Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None)
            : Task.CompletedTask;
        var spec = SweepCluster.Spec("lost", models: 1);
        await _cluster.Sweep(spec).StartAsync(spec);
        var device = "";
        await SweepCluster.UntilAsync("the lost part is the only one left", async () =>
        {
            var running = (await _cluster.Grains.GetGrain<IWorkQueueGrain>("cpu").GetStatusAsync(null)).Running;
            device = running.Length == 1 ? running[0].Device : "";
            return lost > 0 && running.Length == 1 && _cluster.Device.Executions.Count == 4 + 1 + 15;
        });
        await _cluster.Orleans.KillSiloAsync(_cluster.Orleans.Silos.Single(s => device.StartsWith(s.SiloAddress.ToParsableString(), StringComparison.Ordinal)));
        CellAssert.EachHasOneResult(await _cluster.FinishAsync(spec, TimeSpan.FromSeconds(0.5)), 4);
        Assert.All(_cluster.Device.Executions, e => Assert.Equal(1, e.Value));
    }

    [Fact]
    public async Task Parts_of_an_earlier_sweep_are_taken_over_and_a_forced_one_mixes_nothing()
    {
        var stop = false;
        _cluster.Device.Before = (item, token) => item.Kind == WorkKind.Cell && item.Range!.From == 30 && Volatile.Read(ref stop)
            ? Task.Delay(Timeout.InfiniteTimeSpan, token)
            : Task.CompletedTask;
        stop = true;
        var first = SweepCluster.Spec("taken", models: 1) with { Name = "first" };
        await _cluster.Sweep(first).StartAsync(first);
        await SweepCluster.UntilAsync("all other parts are through", () => Task.FromResult(_cluster.Device.Executions.Count(e => e.Key.EndsWith("@taken", StringComparison.Ordinal)) == 4 + 1 + 12));
        await _cluster.Sweep(first).CancelAsync();
        await SweepCluster.UntilAsync("the devices are free", async () => (await _cluster.Grains.GetGrain<IWorkQueueGrain>("cpu").GetStatusAsync(null)).Running.Length == 0);
        stop = false;
        CellAssert.EachHasOneResult(await _cluster.RunAsync(first with { Name = "second" }), 4);
        Assert.All(_cluster.Device.Executions.Where(e => e.Key.EndsWith("@taken", StringComparison.Ordinal)), e => Assert.Equal(1, e.Value));

        var forced = await _cluster.RunAsync(first with { Name = "third", Force = true });
        Assert.All(forced, c => Assert.Equal(CellStatus.Completed, c.Status));
        Assert.All(_cluster.Device.Executions.Where(e => e.Key.EndsWith("@taken", StringComparison.Ordinal) && e.Key.Contains('/', StringComparison.Ordinal)), e => Assert.Equal(2, e.Value));
    }

    [Fact]
    public async Task A_run_that_stops_by_itself_is_one_piece()
    {
        var cells = await _cluster.RunAsync(SweepCluster.Spec("narrow", models: 1) with { Confidence = 0.5 });
        CellAssert.EachHasOneResult(cells, 4);
        Assert.Equal(4 + 1 + 4, _cluster.Device.Executions.Count);
    }
}
