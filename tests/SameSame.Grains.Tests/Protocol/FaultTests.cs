using SameSame.Contracts.Results;
using SameSame.Contracts.Work;
using SameSame.Grains.Evaluators;
using SameSame.Grains.Tests.Support;

namespace SameSame.Grains.Tests.Protocol;

/// <summary>After each fault: every cell has exactly one result, none was lost, none measured twice except those in flight.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private SweepCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await SweepCluster.StartAsync();

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Theory]
    [InlineData(CompletionStep.Executed, 2)]
    [InlineData(CompletionStep.Recorded, 1)]
    [InlineData(CompletionStep.OwnerNotified, 1)]
    [InlineData(CompletionStep.Released, 1)]
    public async Task An_evaluator_that_dies_between_two_steps_of_a_completion_costs_at_most_that_measurement(CompletionStep step, int executions)
    {
        _cluster.Observer.DieAt = step;
        // Nobody beats for the dead one's lease; the clock lets it run out.
        var cells = await _cluster.RunAsync(SweepCluster.Spec("dying"), advance: TimeSpan.FromSeconds(0.5));
        Assert.True(_cluster.Observer.Died);
        CellAssert.EachHasOneResult(cells, 12);
        Assert.Equal(executions, _cluster.Device.Executions.Values.Max());
        Assert.True(_cluster.Device.Executions.Values.Count(n => n > 1) <= 1);
    }

    [Theory]
    [InlineData(WorkKind.Baseline)]
    [InlineData(WorkKind.Calibration)]
    [InlineData(WorkKind.Cell)]
    public async Task A_failure_whose_notice_is_sent_twice_counts_once(WorkKind kind)
    {
        var tries = 0;
        _cluster.Observer.LoseAnswerOf = key => key.Contains('/', StringComparison.Ordinal) == (kind != WorkKind.Cell);
        _cluster.Device.Before = (item, _) => item.Kind == kind && Interlocked.Increment(ref tries) < 3
            ? throw new InvalidOperationException("the device hiccupped")
            : Task.CompletedTask;
        // The third and last try succeeds: what was counted twice would have been given up by then.
        var spec = SweepCluster.Spec($"twice {kind}", models: 1, methods: ["none"]) with { Schemes = [new(new(8, 8))] };
        CellAssert.EachHasOneResult(await _cluster.RunAsync(spec, advance: TimeSpan.FromSeconds(1)), 1);
        Assert.Equal(3, tries);
        Assert.True(_cluster.Observer.Lost >= 2);
    }

    [Fact]
    public async Task A_failure_that_was_stored_but_not_answered_counts_once()
    {
        var tries = 0;
        _cluster.Device.Before = (item, _) =>
        {
            if (item.Kind != WorkKind.Cell || Interlocked.Increment(ref tries) > 2)
                return Task.CompletedTask;
            _cluster.Storage.FailNextWrite("ledger", after: true);
            throw new InvalidOperationException("the device hiccupped");
        };
        var spec = SweepCluster.Spec("stored twice", models: 1, methods: ["none"]) with { Schemes = [new(new(8, 8))] };
        CellAssert.EachHasOneResult(await _cluster.RunAsync(spec, advance: TimeSpan.FromSeconds(1)), 1);
        Assert.Equal(3, tries);
    }

    [Theory]
    [InlineData("sweep")]
    [InlineData("directory")]
    [InlineData("ledger")]
    [InlineData("profile")]
    [InlineData("page")]
    [InlineData("leaderboard")]
    public async Task A_storage_write_that_fails_once_is_made_up_for(string stateName)
    {
        foreach (var lostReply in new[] { false, true })
        {
            _cluster.Storage.FailNextWrite(stateName, lostReply);
            var spec = SweepCluster.Spec($"refused {lostReply}");
            CellAssert.EachHasOneResult(await _cluster.RunAsync(spec, advance: TimeSpan.FromSeconds(0.5)), 12);
            Assert.True(_cluster.Storage.AllFailuresHappened, $"no write of '{stateName}' was refused");
        }

        Assert.True(_cluster.Device.Executions.Values.Max() <= 2);
    }

    [Fact]
    public async Task A_queue_that_loses_its_memory_gets_its_work_again_and_running_leases_are_adopted()
    {
        var gate = new TaskCompletionSource();
        var started = 0;
        _cluster.Device.Before = (item, stop) =>
        {
            if (item.Kind != WorkKind.Cell)
                return Task.CompletedTask;
            Interlocked.Increment(ref started);
            return gate.Task.WaitAsync(stop);
        };
        var spec = SweepCluster.Spec("forgetful", models: 4);
        await _cluster.Sweep(spec).StartAsync(spec);
        await SweepCluster.UntilAsync("all six devices hold a cell", () => Task.FromResult(started == 6));
        var queue = _cluster.Grains.GetGrain<IWorkQueueGrain>("cpu");
        var epoch = await queue.GetEpochAsync();
        await _cluster.Orleans.DeactivateAsync(queue);
        Assert.NotEqual(epoch, await queue.GetEpochAsync());
        await SweepCluster.UntilAsync("the new queue has adopted the leases and the rest waits", async () =>
            await queue.GetStatusAsync(null) is { Running.Length: 6, Queued: 10 });
        gate.SetResult();
        CellAssert.EachHasOneResult(await _cluster.FinishAsync(spec), 16);
        Assert.All(_cluster.Device.Executions, e => Assert.Equal(1, e.Value));
    }

    [Theory]
    [InlineData("sweep")]
    [InlineData("model")]
    [InlineData("results")]
    [InlineData("leaderboard")]
    public async Task A_grain_that_is_lost_in_the_middle_goes_on_from_what_it_stored(string which)
    {
        var spec = SweepCluster.Spec("lost", models: 4);
        var done = 0;
        _cluster.Device.Before = async (item, stop) =>
        {
            if (item.Kind == WorkKind.Cell && Interlocked.Increment(ref done) == 5)
                await _cluster.Orleans.DeactivateAsync(Target(which, spec, item)).WaitAsync(stop);
        };
        CellAssert.EachHasOneResult(await _cluster.RunAsync(spec), 16);
        Assert.True(done >= 5);
        Assert.All(_cluster.Device.Executions, e => Assert.Equal(1, e.Value));
    }

    [Fact]
    public async Task A_silo_that_is_killed_costs_no_cell()
    {
        var spec = SweepCluster.Spec("killed", models: 8);
        var cells = 0;
        var reached = new TaskCompletionSource();
        _cluster.Device.Before = async (item, stop) =>
        {
            if (item.Kind == WorkKind.Cell && Interlocked.Increment(ref cells) == 8)
                reached.SetResult();
            await Task.Yield();
        };
        await _cluster.Sweep(spec).StartAsync(spec);
        await reached.Task;
        // Not the one that the client of this test talks to first: any of the other two.
        await _cluster.Orleans.KillSiloAsync(_cluster.Orleans.Silos[^1]);
        CellAssert.EachHasOneResult(await _cluster.FinishAsync(spec, advance: TimeSpan.FromSeconds(0.2)), 32);
        // At most the two devices' cells in flight, and what was on its way to a grain that died.
        Assert.True(_cluster.Device.Executions.Values.Count(n => n > 1) <= 6);
    }

    private Orleans.Runtime.IAddressable Target(string which, Contracts.Sweeps.SweepSpec spec, WorkItem item) => which switch
    {
        "sweep" => _cluster.Sweep(spec),
        "model" => _cluster.Grains.GetGrain<Contracts.Sweeps.IModelSweepGrain>(item.Owner.Key),
        "results" => _cluster.Grains.GetGrain<IResultsGrain>(item.Source.ModelSha256),
        _ => _cluster.Grains.GetGrain<ILeaderboardGrain>(ILeaderboardGrain.PartitionOf(item.Source.Model)),
    };
}
