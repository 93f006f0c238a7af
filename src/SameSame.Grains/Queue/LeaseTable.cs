using SameSame.Contracts.Sweeps;
using SameSame.Contracts.Work;

namespace SameSame.Grains.Queue;

/// <summary>
/// The queue itself, apart from Orleans: tickets by key, one line of waiting keys a sweep, sweeps taking turns, leases that expire on a
/// monotonic clock. Not thread-safe: the grain calls it turn by turn.
/// </summary>
internal sealed class LeaseTable(TimeProvider clock, double leaseSeconds)
{
    private readonly Dictionary<string, Ticket> _tickets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LinkedList<string>> _waiting = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _turns = new();
    private readonly Dictionary<string, long> _devices = new(StringComparer.Ordinal);

    public void Announce(WorkItem item)
    {
        if (_tickets.TryGetValue(item.Key, out var known))
        {
            known.Owners.Add(item.Owner);
            return;
        }

        _tickets[item.Key] = new Ticket(item);
        Enqueue(item, first: false);
    }

    public Lease? Pull(DeviceDescription device)
    {
        _devices[device.Id] = clock.GetTimestamp();
        Expire();
        if (_turns.First is not { } turn)
            return null;
        var line = _waiting[turn.Value];
        var key = line.First!.Value;
        line.RemoveFirst();
        _turns.RemoveFirst();
        if (line.Count > 0)
            _turns.AddLast(turn);
        var ticket = _tickets[key];
        ticket.Lease = new ActiveLease(Guid.NewGuid().ToString("n"), device, Deadline());
        return new Lease(ticket.Item, ticket.Lease.Token, leaseSeconds);
    }

    public HeartbeatReply Heartbeat(Heartbeat beat)
    {
        _devices[beat.Device.Id] = clock.GetTimestamp();
        Expire();
        if (!_tickets.TryGetValue(beat.Item.Key, out var ticket))
            _tickets[beat.Item.Key] = ticket = new Ticket(beat.Item);
        else if (ticket.Lease is null)
            Dequeue(ticket.Item);
        else if (ticket.Lease.Token != beat.Token)
            return HeartbeatReply.Stop;

        // A lease this table does not know is one of an earlier epoch, or has just expired: its device is alive, so it keeps the work.
        ticket.Lease = new ActiveLease(beat.Token, beat.Device, Deadline()) { Done = beat.Done, Total = beat.Total, ImagesPerSecond = beat.ImagesPerSecond };
        return HeartbeatReply.Continue;
    }

    public WorkOwner[]? Complete(string key, string token)
    {
        if (!_tickets.TryGetValue(key, out var ticket) || (ticket.Lease is { } lease && lease.Token != token))
            return null;
        if (ticket.Lease is null)
            Dequeue(ticket.Item);
        _tickets.Remove(key);
        return [.. ticket.Owners];
    }

    public void Return(string key, string token)
    {
        if (!_tickets.TryGetValue(key, out var ticket) || ticket.Lease?.Token != token)
            return;
        ticket.Lease = null;
        Enqueue(ticket.Item, first: true);
    }

    public (int Queued, RunningWork[] Running, int Devices) Status(string? sweepId)
    {
        Expire();
        var tickets = _tickets.Values.Where(t => sweepId is null || t.Item.SweepId == sweepId).ToList();
        return (tickets.Count(t => t.Lease is null),
            [.. tickets.Where(t => t.Lease is not null).OrderBy(t => t.Lease!.Device.Id, StringComparer.Ordinal)
                .Select(t => new RunningWork(t.Item.Title, t.Lease!.Device.Id, t.Lease.Done, t.Lease.Total, t.Lease.ImagesPerSecond))],
            _devices.Count(d => clock.GetElapsedTime(d.Value).TotalSeconds < leaseSeconds));
    }

    private void Expire()
    {
        var now = clock.GetTimestamp();
        foreach (var ticket in _tickets.Values.Where(t => t.Lease is { } lease && lease.Expires < now).ToList())
        {
            ticket.Lease = null;
            Enqueue(ticket.Item, first: true);
        }
    }

    private long Deadline() => clock.GetTimestamp() + (long)(leaseSeconds * clock.TimestampFrequency);

    private void Enqueue(WorkItem item, bool first)
    {
        if (!_waiting.TryGetValue(item.SweepId, out var line))
            _waiting[item.SweepId] = line = new LinkedList<string>();
        if (line.Count == 0)
            _turns.AddLast(item.SweepId);
        if (first)
            line.AddFirst(item.Key);
        else
            line.AddLast(item.Key);
    }

    private void Dequeue(WorkItem item)
    {
        if (!_waiting.TryGetValue(item.SweepId, out var line) || !line.Remove(item.Key))
            return;
        if (line.Count == 0)
            _turns.Remove(item.SweepId);
    }
}
