using SameSame.Contracts.Results;
using SameSame.Contracts.Work;
using SameSame.Grains.Tests.Support;

namespace SameSame.Grains.Tests.Protocol;

/// <summary>Leases and duplicate completions, through the grains, with devices played by the test.</summary>
public sealed class LeaseTests : IAsyncLifetime
{
    private static readonly DeviceDescription First = new("first", "toy"), Second = new("second", "toy");
    private SweepCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await SweepCluster.StartAsync(silos: 1);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task A_lease_without_heartbeats_runs_out_and_its_late_completion_is_stale()
    {
        var queue = _cluster.Grains.GetGrain<IWorkQueueGrain>("toy");
        await queue.AnnounceAsync([Items.Cell("k", "s")]);
        var lost = (await queue.PullAsync(First, 1))!;
        Assert.Null(await queue.PullAsync(Second, 1));
        _cluster.Clock.Advance(TimeSpan.FromSeconds(lost.LeaseSeconds + 1));
        var again = (await queue.PullAsync(Second, 1))!;
        Assert.Equal("k", again.Items[0].Key);
        Assert.Equal(HeartbeatReply.Stop, await queue.HeartbeatAsync(new Heartbeat(lost.Items, lost.Token, First, 1, 2, 3)));
        Assert.Empty(await queue.CompleteAsync(["k"], lost.Token));
        Assert.Single(await queue.CompleteAsync(["k"], again.Token));
    }

    [Fact]
    public async Task Of_two_completions_of_a_cell_the_first_counts_for_both()
    {
        var results = _cluster.Grains.GetGrain<IResultsGrain>("model");
        var item = Items.Cell("k", "s");
        var first = FakeDevice.Measurement(item, First) with { Top1 = 70 };
        var second = FakeDevice.Measurement(item, Second) with { Top1 = 71 };
        var stored = await Task.WhenAll(RecordAsync(results, first), RecordAsync(results, second));
        Assert.Equal(stored[0].Top1, stored[1].Top1);
        Assert.Equal(stored[0].Top1, (await RecordAsync(results, second with { Top1 = 72 })).Top1);
        Assert.Equal(stored[0].Top1, Assert.Single(await results.FindAsync(["k"])).Top1);
    }

    [Fact]
    public async Task A_forced_measurement_replaces_the_stored_one_once()
    {
        var results = _cluster.Grains.GetGrain<IResultsGrain>("forced");
        var item = Items.Cell("k", "s");
        await RecordAsync(results, FakeDevice.Measurement(item, First) with { Top1 = 70 });
        var forced = FakeDevice.Measurement(item, First) with { Top1 = 71, Run = "s#2", Forced = true };
        Assert.Equal(71, (await RecordAsync(results, forced)).Top1);
        Assert.Equal(71, (await RecordAsync(results, forced with { Top1 = 72 })).Top1);
        await _cluster.Orleans.DeactivateAsync(results);
        Assert.Equal(71, Assert.Single(await results.FindAsync(["k"])).Top1);
    }

    [Fact]
    public async Task Results_lie_in_pages_of_bounded_size_and_only_the_newest_is_written()
    {
        var results = _cluster.Grains.GetGrain<IResultsGrain>("large");
        for (var n = 0; n < 60; n++)
        {
            // 50,000 images each: 6.25 KB of bits a cell.
            await RecordAsync(results, FakeDevice.Measurement(Items.Cell($"k{n}", "s"), First) with { Images = 50_000, Correct = new byte[6250] });
        }

        Assert.InRange(_cluster.Storage.LargestRecord, 50_000, 128 * 1024);
        await _cluster.Orleans.DeactivateAsync(results);
        Assert.Equal(60, (await results.FindAsync([.. Enumerable.Range(0, 60).Select(n => $"k{n}")])).Length);
    }

    [Fact]
    public async Task Completions_that_arrive_during_a_write_share_the_next_one()
    {
        var results = _cluster.Grains.GetGrain<IResultsGrain>("burst");
        var gate = new TaskCompletionSource();
        _cluster.Storage.Gate = gate.Task;
        var calls = Enumerable.Range(0, 200).Select(n => results.RecordAsync([FakeDevice.Measurement(Items.Cell($"k{n}", "s"), First)])).ToList();
        await SweepCluster.UntilAsync("the first write is under way", () => Task.FromResult(_cluster.Storage.Waiting == 1));
        // Calls of one client arrive nearly in order: when this one is answered, most of the 200 are there.
        Assert.Empty(await results.FindAsync(["k0"]));
        gate.SetResult();
        await Task.WhenAll(calls);
        Assert.Equal(200, (await results.FindAsync([.. Enumerable.Range(0, 200).Select(n => $"k{n}")])).Length);
        Assert.InRange(_cluster.Storage.Writes["page"], 1, 50);
    }

    private static async Task<CellMeasurement> RecordAsync(IResultsGrain results, CellMeasurement measurement) => (await results.RecordAsync([measurement]))[0];
}
