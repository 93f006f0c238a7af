using Microsoft.Extensions.Time.Testing;
using SameSame.Contracts.Work;
using SameSame.Grains.Queue;
using SameSame.Grains.Tests.Support;

namespace SameSame.Grains.Tests.Units;

public class LeaseTableTests
{
    private static readonly DeviceDescription Device = new("d", "cpu");
    private readonly FakeTimeProvider _clock = new();
    private readonly LeaseTable _table;

    public LeaseTableTests() => _table = new LeaseTable(_clock, leaseSeconds: 10);

    [Fact]
    public void Work_is_handed_out_once_in_the_order_announced()
    {
        Announce("a", "b");
        Announce("a", "c");
        Assert.Equal(["a", "b", "c"], Pull(3));
        Assert.Null(_table.Pull(Device));
    }

    [Fact]
    public void Sweeps_take_turns()
    {
        foreach (var n in Enumerable.Range(0, 3))
            _table.Announce(Items.Cell($"x{n}", "x"));
        foreach (var n in Enumerable.Range(0, 2))
            _table.Announce(Items.Cell($"y{n}", "y"));
        Assert.Equal(["x0", "y0", "x1", "y1", "x2"], Pull(5));
    }

    [Fact]
    public void A_heartbeat_keeps_a_lease_alive_and_silence_ends_it()
    {
        Announce("a");
        var lease = _table.Pull(Device)!;
        for (var n = 0; n < 5; n++)
        {
            _clock.Advance(TimeSpan.FromSeconds(9));
            Assert.Equal(HeartbeatReply.Continue, Beat(lease));
        }

        _clock.Advance(TimeSpan.FromSeconds(11));
        Assert.NotEqual(lease.Token, _table.Pull(Device)!.Token);
        Assert.Equal(HeartbeatReply.Stop, Beat(lease));
    }

    [Fact]
    public void A_device_whose_lease_ran_out_keeps_work_that_nobody_took()
    {
        Announce("a");
        var lease = _table.Pull(Device)!;
        _clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(HeartbeatReply.Continue, Beat(lease));
        Assert.Null(_table.Pull(Device));
        Assert.NotNull(_table.Complete("a", lease.Token));
    }

    [Fact]
    public void An_unknown_lease_is_adopted_with_its_work()
    {
        var earlier = new Lease(Items.Cell("a", "s"), "token of an earlier epoch", 10);
        Assert.Equal(HeartbeatReply.Continue, Beat(earlier));
        Announce("a");
        Assert.Null(_table.Pull(Device));
        Assert.Equal("owner", Assert.Single(_table.Complete("a", earlier.Token)!).Key);
    }

    [Fact]
    public void Everyone_who_announced_a_key_hears_of_its_end()
    {
        _table.Announce(Items.Cell("a", "x", owner: "one"));
        _table.Announce(Items.Cell("a", "y", owner: "two"));
        var lease = _table.Pull(Device)!;
        Assert.Equal(["one", "two"], _table.Complete("a", lease.Token)!.Select(o => o.Key).Order());
        Assert.Null(_table.Complete("a", lease.Token));
    }

    [Fact]
    public void Returned_work_is_next()
    {
        Announce("a", "b");
        var lease = _table.Pull(Device)!;
        _table.Return("a", "somebody else's token");
        _table.Return("a", lease.Token);
        Assert.Equal(["a", "b"], Pull(2));
    }

    [Fact]
    public void The_status_tells_running_from_waiting_and_forgets_silent_devices()
    {
        Announce("a", "b", "c");
        var lease = _table.Pull(Device)!;
        _table.Heartbeat(new Heartbeat(lease.Item, lease.Token, Device, 3, 40, 1.5));
        var (queued, running, devices) = _table.Status("s");
        Assert.Equal((2, 1), (queued, devices));
        Assert.Equal(("d", 3, 40, 1.5), (running[0].Device, running[0].Done, running[0].Total, running[0].ImagesPerSecond));
        Assert.Equal(0, _table.Status("another").Queued);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal((3, 0), (_table.Status("s").Queued, _table.Status("s").Devices));
    }

    private HeartbeatReply Beat(Lease lease) => _table.Heartbeat(new Heartbeat(lease.Item, lease.Token, Device, 0, 0, 0));

    private void Announce(params string[] keys) => Array.ForEach(keys, k => _table.Announce(Items.Cell(k, "s")));

    private string[] Pull(int count) => [.. Enumerable.Range(0, count).Select(_ => _table.Pull(Device)!.Item.Key)];
}
