using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Contracts.Work;
using SameSame.Grains.Tests.Support;

namespace SameSame.Grains.Tests.Protocol;

/// <summary>Pause, resume, cancel, retry, removal, and the stream of events.</summary>
public sealed class LifeTests : IAsyncLifetime
{
    private SweepCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await SweepCluster.StartAsync();

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    private IWorkQueueGrain Queue => _cluster.Grains.GetGrain<IWorkQueueGrain>("cpu");

    [Fact]
    public async Task A_paused_sweep_finishes_what_its_devices_are_at_and_goes_on_when_resumed()
    {
        var gate = HoldCells();
        var spec = await StartAndFillDevicesAsync("paused", models: 4);
        Assert.Equal(SweepState.Paused, (await _cluster.Sweep(spec).PauseAsync()).State);
        gate.SetResult();
        await SweepCluster.UntilAsync("its devices are free and nothing waits", async () => await Queue.GetStatusAsync(null) is { Running.Length: 0, Queued: 0 });
        await SweepCluster.UntilAsync("what was under way is counted", async () => (await _cluster.Sweep(spec).GetStatusAsync()).Cells.Completed == 6);

        // It stays so, and says so, after the coordinator was lost too.
        await _cluster.Orleans.DeactivateAsync(_cluster.Sweep(spec));
        var status = await _cluster.Sweep(spec).GetStatusAsync();
        Assert.Equal((SweepState.Paused, 6, 16), (status.State, status.Cells.Completed, status.Cells.Total));
        Assert.Null((await _cluster.Sweep(spec).ResumeAsync()).Error);
        CellAssert.EachHasOneResult(await _cluster.FinishAsync(spec), 16);
        Assert.All(_cluster.Device.Executions, e => Assert.Equal(1, e.Value));
    }

    [Fact]
    public async Task Cancelling_stops_the_devices_at_their_next_heartbeat_and_keeps_what_was_measured()
    {
        var first = SweepCluster.Spec("cancelled", models: 4, methods: ["none"]);
        await _cluster.RunAsync(first);
        HoldCells();
        var spec = await StartAndFillDevicesAsync("cancelled", models: 4);
        Assert.Equal(SweepState.Cancelled, (await _cluster.Sweep(spec).CancelAsync()).State);
        // The gate stays shut: only the reply to a heartbeat frees the devices.
        await SweepCluster.UntilAsync("its devices are free and nothing waits", async () => await Queue.GetStatusAsync(null) is { Running.Length: 0, Queued: 0 });
        var cells = new List<CellResult>();
        for (var m = 0; m < 4; m++)
            cells.AddRange(await _cluster.Sweep(spec).GetCellsAsync(m));
        Assert.All(cells.Where(c => c.Method == "none"), c => Assert.Equal(CellStatus.Reused, c.Status));
        Assert.All(cells.Where(c => c.Method == "cle"), c => Assert.Equal(CellStatus.Cancelled, c.Status));
        await SweepCluster.UntilAsync("the list of sweeps knows", async () =>
            (await _cluster.Grains.GetGrain<ISweepDirectoryGrain>(ISweepDirectoryGrain.Key).ListAsync()).Single(s => s.Id == spec.Id).Finished);
        Assert.Contains("is cancelled", (await _cluster.Sweep(spec).ResumeAsync()).Error, StringComparison.Ordinal);

        _cluster.Device.Before = (_, _) => Task.CompletedTask;
        CellAssert.EachHasOneResult(await _cluster.RunAsync(spec), 16);
    }

    [Fact]
    public async Task A_cancelled_sweep_leaves_a_cell_to_the_other_sweep_that_wants_it()
    {
        var gate = HoldCells();
        var one = await StartAndFillDevicesAsync("both", models: 4);
        var two = one with { Name = "two" };
        await _cluster.Sweep(two).StartAsync(two);
        await SweepCluster.UntilAsync("the second has announced its models", async () =>
            await Queue.GetStatusAsync(two.Id) is not null && (await _cluster.Sweep(two).GetStatusAsync()).Cells.Total == 16);
        await _cluster.Sweep(one).CancelAsync();
        gate.SetResult();
        CellAssert.EachHasOneResult(await _cluster.FinishAsync(two), 16);
    }

    [Fact]
    public async Task A_retry_measures_failed_cells_only()
    {
        var broken = true;
        _cluster.Device.Before = (item, _) => broken && item is { Cell: { } cell, Source.Model: "m1" or "m4" } && cell.Method == "cle" ? throw new InvalidOperationException("burned") : Task.CompletedTask;
        var spec = SweepCluster.Spec("retried", models: 6);
        var cells = await _cluster.RunAsync(spec, advance: TimeSpan.FromSeconds(1));
        Assert.Equal(4, cells.Count(c => c.Status == CellStatus.Failed));
        Assert.Contains("failed", (await EventsAsync(spec)).First(e => e.Text.Contains("burned", StringComparison.Ordinal)).Text, StringComparison.Ordinal);

        broken = false;
        Assert.Null((await _cluster.Sweep(spec).RetryAsync()).Error);
        var again = await _cluster.FinishAsync(spec);
        Assert.All(again, c => Assert.Equal(CellStatus.Completed, c.Status));
        Assert.All(_cluster.Device.Executions, e => Assert.Equal(1, e.Value));
        var status = await _cluster.Sweep(spec).GetStatusAsync();
        Assert.Equal((24, 24, 0), (status.Cells.Total, status.Cells.Completed, status.Cells.Failed));
        Assert.Contains("has no failed cells", (await _cluster.Sweep(spec).RetryAsync()).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_removed_sweep_is_gone_and_its_results_are_not()
    {
        var spec = SweepCluster.Spec("removed");
        await _cluster.RunAsync(spec);
        Assert.Null((await _cluster.Sweep(spec).RemoveAsync()).Error);
        await SweepCluster.UntilAsync("the sweep is gone", async () => (await _cluster.Sweep(spec).GetStatusAsync()).State == SweepState.Unknown);
        await SweepCluster.UntilAsync("the list forgets it", async () =>
            (await _cluster.Grains.GetGrain<ISweepDirectoryGrain>(ISweepDirectoryGrain.Key).ListAsync()).All(s => s.Id != spec.Id));
        Assert.All(await _cluster.RunAsync(spec), c => Assert.Equal(CellStatus.Reused, c.Status));
    }

    [Fact]
    public async Task A_running_sweep_is_not_removed_and_one_that_was_never_started_is_unknown()
    {
        HoldCells();
        var spec = await StartAndFillDevicesAsync("busy", models: 4);
        Assert.Contains("cancel it first", (await _cluster.Sweep(spec).RemoveAsync()).Error, StringComparison.Ordinal);
        Assert.Equal(SweepState.Running, (await _cluster.Sweep(spec).GetStatusAsync()).State);
        Assert.Equal(SweepState.Unknown, (await _cluster.Grains.GetGrain<ISweepGrain>("none").PauseAsync()).State);
    }

    [Fact]
    public async Task Events_go_on_after_the_last_number_seen_over_a_restart_too()
    {
        var spec = SweepCluster.Spec("watched");
        await _cluster.RunAsync(spec);
        var events = await EventsAsync(spec);
        Assert.Equal(events.Select(e => e.Sequence).Order().Distinct(), events.Select(e => e.Sequence));
        Assert.Equal(12, events.Count(e => e.Kind == SweepEventKind.CellEnded));
        Assert.Equal(3, events.Count(e => e.Kind == SweepEventKind.ModelFinished));
        Assert.Equal((SweepState.Finished, 12), (events[^1].State, events[^1].Counts.Done));
        Assert.Equal(events[5..], await _cluster.Sweep(spec).GetEventsAsync(events[4].Sequence));

        // What the lost activation told is told as one snapshot, under a greater number.
        await _cluster.Orleans.DeactivateAsync(_cluster.Sweep(spec));
        var snapshot = Assert.Single(await _cluster.Sweep(spec).GetEventsAsync(events[^1].Sequence));
        Assert.Equal((SweepEventKind.Snapshot, SweepState.Finished, 12), (snapshot.Kind, snapshot.State, snapshot.Counts.Done));
        Assert.True(snapshot.Sequence > events[^1].Sequence);
        await _cluster.RunAsync(spec);
        Assert.All(await _cluster.Sweep(spec).GetEventsAsync(snapshot.Sequence), e => Assert.True(e.Sequence > snapshot.Sequence));
    }

    private async Task<SweepEvent[]> EventsAsync(SweepSpec spec) => await _cluster.Sweep(spec).GetEventsAsync(0);

    private TaskCompletionSource HoldCells()
    {
        var gate = new TaskCompletionSource();
        _cluster.Device.Before = (item, stop) => item.Kind == WorkKind.Cell ? gate.Task.WaitAsync(stop) : Task.CompletedTask;
        return gate;
    }

    private async Task<SweepSpec> StartAndFillDevicesAsync(string dataset, int models)
    {
        var spec = SweepCluster.Spec(dataset, models);
        await _cluster.Sweep(spec).StartAsync(spec);
        await SweepCluster.UntilAsync("all six devices are at a cell", async () =>
            await Queue.GetStatusAsync(spec.Id) is { Running.Length: 6 } queue && queue.Running.All(r => r.What.Contains('/', StringComparison.Ordinal)));
        return spec;
    }
}
