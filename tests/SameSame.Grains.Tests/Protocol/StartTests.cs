using SameSame.Contracts.Sweeps;
using SameSame.Grains.Tests.Support;

namespace SameSame.Grains.Tests.Protocol;

/// <summary>Several who start one sweep at once, and one that goes on.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task Many_that_find_a_sweep_finished_begin_one_run_of_it()
    {
        await using var cluster = await SweepCluster.StartAsync(silos: 1);
        var spec = SweepCluster.Spec("again", force: true);
        CellAssert.EachHasOneResult(await cluster.RunAsync(spec), 12);
        var gate = new TaskCompletionSource();
        cluster.Device.Before = (item, _) => item.Cell is null ? Task.CompletedTask : gate.Task;
        // All have come before the first has stored anything: messages of one client arrive in order.
        var store = new TaskCompletionSource();
        cluster.Storage.Gate = store.Task;
        var starts = Enumerable.Range(0, 20).Select(_ => cluster.Sweep(spec).StartAsync(spec)).ToList();
        await cluster.Sweep(spec).GetStatusAsync();
        await SweepCluster.UntilAsync("the first one writes", () => Task.FromResult(cluster.Storage.Waiting > 0));
        cluster.Storage.Gate = Task.CompletedTask;
        store.SetResult();
        var started = await Task.WhenAll(starts);
        Assert.All(started, s => Assert.Equal((SweepState.Running, null), (s.State, s.Error)));
        Assert.Single(started.Select(s => s.Started).Distinct());
        gate.SetResult();
        CellAssert.EachHasOneResult(await cluster.FinishAsync(spec), 12);
        var begun = (await cluster.Sweep(spec).GetEventsAsync(0))
            .Count(e => e is { Kind: SweepEventKind.StateChanged, Text: "running" });
        Assert.Equal(2, begun);
        var cells = cluster.Device.Executions.Where(e => e.Key.Contains('/', StringComparison.Ordinal)).ToList();
        Assert.Equal(12, cells.Count);
        Assert.All(cells, e => Assert.Equal(2, e.Value));
        var listed = await cluster.Grains.GetGrain<ISweepDirectoryGrain>(ISweepDirectoryGrain.Key).ListAsync();
        Assert.True(Assert.Single(listed).Finished);
    }

    [Fact]
    public async Task A_sweep_that_goes_on_counts_what_was_measured_before_at_once()
    {
        var spec = SweepCluster.Spec("goes-on", models: 4);
        var earlier = await SweepCluster.StartAsync(silos: 1);
        await using (earlier)
        {
            // The others fail, and wait for a second try that never comes.
            earlier.Device.Before = (item, _) =>
                item.Cell is null or { Method: "none" } ? Task.CompletedTask : throw new InvalidOperationException("not now");
            await earlier.Sweep(spec).StartAsync(spec);
            await SweepCluster.UntilAsync("half of the cells are measured", async () =>
                (await earlier.Sweep(spec).GetStatusAsync()).Cells.Completed == 8);
            await earlier.Sweep(spec).PauseAsync();
        }

        await using var next = await SweepCluster.StartAsync(silos: 1, after: earlier, before: (item, stop) =>
            item.Cell is null ? Task.CompletedTask : Task.Delay(Timeout.Infinite, stop));
        Assert.Equal(8, (await next.Sweep(spec).ResumeAsync()).Cells.Completed);
    }
}
