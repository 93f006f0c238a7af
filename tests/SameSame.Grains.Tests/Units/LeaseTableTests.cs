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
        Assert.Null(_table.Pull(Device, 1));
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
        var lease = _table.Pull(Device, 1)!;
        for (var n = 0; n < 5; n++)
        {
            _clock.Advance(TimeSpan.FromSeconds(9));
            Assert.Equal(HeartbeatReply.Continue, Beat(lease));
        }

        _clock.Advance(TimeSpan.FromSeconds(11));
        Assert.NotEqual(lease.Token, _table.Pull(Device, 1)!.Token);
        Assert.Equal(HeartbeatReply.Stop, Beat(lease));
    }

    [Fact]
    public void A_device_whose_lease_ran_out_keeps_work_that_nobody_took()
    {
        Announce("a");
        var lease = _table.Pull(Device, 1)!;
        _clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(HeartbeatReply.Continue, Beat(lease));
        Assert.Null(_table.Pull(Device, 1));
        Assert.Single(_table.Complete(["a"], lease.Token));
    }

    [Fact]
    public void An_unknown_lease_is_adopted_with_its_work()
    {
        var earlier = new Lease([Items.Cell("a", "s")], "token of an earlier epoch", 10);
        Assert.Equal(HeartbeatReply.Continue, Beat(earlier));
        Announce("a");
        Assert.Null(_table.Pull(Device, 1));
        Assert.Equal("owner", Assert.Single(_table.Complete(["a"], earlier.Token)).Owner.Key);
    }

    [Fact]
    public void Everyone_who_announced_a_key_hears_of_its_end()
    {
        _table.Announce(Items.Cell("a", "x", owner: "one"));
        _table.Announce(Items.Cell("a", "y", owner: "two"));
        var lease = _table.Pull(Device, 1)!;
        Assert.Equal(["one", "two"], _table.Complete(["a"], lease.Token).Select(o => o.Owner.Key).Order());
        Assert.Empty(_table.Complete(["a"], lease.Token));
    }

    [Fact]
    public void Returned_work_is_next()
    {
        Announce("a", "b");
        var lease = _table.Pull(Device, 1)!;
        _table.Return(["a"], "somebody else's token");
        _table.Return(["a"], lease.Token);
        Assert.Equal(["a", "b"], Pull(2));
    }

    [Fact]
    public void The_status_tells_running_from_waiting_and_forgets_silent_devices()
    {
        Announce("a", "b", "c");
        var lease = _table.Pull(Device, 1)!;
        _table.Heartbeat(new Heartbeat(lease.Items, lease.Token, Device, 3, 40, 1.5));
        var (queued, running, devices) = _table.Status("s");
        Assert.Equal((2, 1), (queued, devices));
        Assert.Equal(("d", 3, 40, 1.5), (running[0].Device, running[0].Done, running[0].Total, running[0].ImagesPerSecond));
        Assert.Equal(0, _table.Status("another").Queued);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal((3, 0), (_table.Status("s").Queued, _table.Status("s").Devices));
    }

    [Fact]
    public void A_lease_holds_several_items_of_one_model_and_ends_item_by_item()
    {
        Announce("a", "b", "c");
        _table.Announce(Items.Cell("other", "s", model: "another"));
        var lease = _table.Pull(Device, 16)!;
        Assert.Equal(["a", "b", "c"], lease.Items.Select(i => i.Key));
        _table.Complete(["a"], lease.Token);
        _table.Return(["b", "c"], lease.Token);
        Assert.Equal(["b", "c", "other"], Pull(3));
    }

    [Fact]
    public void An_expired_lease_gives_back_its_items_in_their_order()
    {
        Announce("a", "b", "c");
        var lease = _table.Pull(Device, 2)!;
        _clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(["a", "b", "c"], Pull(3));
        Assert.Equal(HeartbeatReply.Stop, Beat(lease));
        Assert.Empty(_table.Complete(["a"], lease.Token));
    }

    [Fact]
    public void Leases_expire_in_the_order_of_their_last_heartbeats()
    {
        Announce("a", "b");
        var (first, second) = (_table.Pull(Device, 1)!, _table.Pull(Device, 1)!);
        _clock.Advance(TimeSpan.FromSeconds(6));
        Beat(first);
        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("b", _table.Pull(Device, 1)!.Items[0].Key);
        Assert.Null(_table.Pull(Device, 1));
        Assert.Equal(HeartbeatReply.Stop, Beat(second));
    }

    [Theory]
    [InlineData(HeartbeatReply.Stop)]
    [InlineData(HeartbeatReply.Drain)]
    public void Withdrawn_work_is_gone_and_its_device_hears_of_it(HeartbeatReply reply)
    {
        Announce("a", "b");
        var lease = _table.Pull(Device, 1)!;
        _table.Withdraw("s", reply);
        Assert.Null(_table.Pull(Device, 1));
        Assert.Equal(reply, Beat(lease));
        _table.Return(["a"], lease.Token);
        Assert.Null(_table.Pull(Device, 1));
        Assert.Equal((0, 0), (_table.Status(null).Queued, _table.Status(null).Running.Length));
    }

    [Fact]
    public void Withdrawn_work_that_is_announced_again_goes_on()
    {
        Announce("a");
        var lease = _table.Pull(Device, 1)!;
        _table.Withdraw("s", HeartbeatReply.Stop);
        Announce("a");
        Assert.Equal(HeartbeatReply.Continue, Beat(lease));
        Assert.Single(_table.Complete(["a"], lease.Token));
    }

    [Fact]
    public void Work_that_another_sweep_waits_for_moves_to_its_line()
    {
        _table.Announce(Items.Cell("a", "x", owner: "one"));
        _table.Announce(Items.Cell("a", "y", owner: "two"));
        _table.Withdraw("x", HeartbeatReply.Stop);
        Assert.Equal((0, 1), (_table.Status("x").Queued, _table.Status("y").Queued));
        var lease = _table.Pull(Device, 1)!;
        Assert.Equal(HeartbeatReply.Continue, Beat(lease));
        Assert.Equal("two", Assert.Single(_table.Complete(["a"], lease.Token)).Owner.Key);
    }

    [Fact]
    public void Devices_are_shared_by_time_and_priority_whatever_an_item_costs()
    {
        // One sweep's items take ten times as long as the other's, and it has twice the priority: it gets twice the time.
        _table.SetPriority("slow", 2);
        foreach (var n in Enumerable.Range(0, 400))
        {
            _table.Announce(Items.Cell($"slow{n}", "slow"));
            _table.Announce(Items.Cell($"quick{n}", "quick"));
        }

        var seconds = new Dictionary<string, double> { ["slow"] = 0, ["quick"] = 0 };
        while (seconds.Values.Sum() < 150)
        {
            var lease = _table.Pull(Device, 1)!;
            var (sweep, took) = (lease.Items[0].SweepId, lease.Items[0].SweepId == "slow" ? 5 : 0.5);
            _clock.Advance(TimeSpan.FromSeconds(took));
            _table.Complete([lease.Items[0].Key], lease.Token);
            seconds[sweep] += took;
        }

        Assert.Equal(2, seconds["slow"] / seconds["quick"], 0.3);
    }

    [Fact]
    public void A_sweep_that_comes_late_is_not_owed_the_time_before_it_came()
    {
        foreach (var n in Enumerable.Range(0, 100))
            _table.Announce(Items.Cell($"x{n}", "x"));
        for (var n = 0; n < 50; n++)
        {
            var lease = _table.Pull(Device, 1)!;
            _clock.Advance(TimeSpan.FromSeconds(1));
            _table.Complete([lease.Items[0].Key], lease.Token);
        }

        foreach (var n in Enumerable.Range(0, 10))
            _table.Announce(Items.Cell($"y{n}", "y"));
        Assert.InRange(Pull(10).Count(k => k[0] == 'y'), 4, 6);
    }

    private HeartbeatReply Beat(Lease lease) => _table.Heartbeat(new Heartbeat(lease.Items, lease.Token, Device, 0, 0, 0));

    private void Announce(params string[] keys) => Array.ForEach(keys, k => _table.Announce(Items.Cell(k, "s")));

    private string[] Pull(int count) => [.. Enumerable.Range(0, count).Select(_ => _table.Pull(Device, 1)!.Items[0].Key)];
}
