using SameSame.Contracts.Sweeps;
using SameSame.Contracts.Work;

namespace SameSame.Grains.Queue;

/// <summary>
/// The queue itself, apart from Orleans: tickets by key, sweeps sharing devices, leases that expire on a monotonic clock. All leases last
/// equally long from their last heartbeat, so a list in that order holds the next to expire in front: no step looks through all tickets.
/// Not thread-safe: the grain calls it turn by turn.
/// </summary>
internal sealed class LeaseTable(TimeProvider clock, double leaseSeconds)
{
    private readonly Dictionary<string, Ticket> _tickets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LinkedListNode<HeldLease>> _leases = new(StringComparer.Ordinal);
    private readonly LinkedList<HeldLease> _byDeadline = new();
    private readonly FairShare _shares = new();
    private readonly DeviceRoster _devices = new(clock, leaseSeconds);

    public void Announce(WorkItem item)
    {
        if (_tickets.TryGetValue(item.Key, out var known))
        {
            known.Owners.Add((item.SweepId, item.Owner));
            return;
        }

        _tickets[item.Key] = known = new Ticket(item);
        _shares.Add(known, first: false);
    }

    public Lease? Pull(DeviceDescription device, int most)
    {
        _devices.Heard(device.Id);
        Expire();
        var (tickets, charged) = _shares.Take(Math.Max(1, most));
        if (tickets.Count == 0)
            return null;
        var lease = new HeldLease(Guid.NewGuid().ToString("n"), device, clock.GetTimestamp()) { Charged = charged, Size = tickets.Count, What = tickets[0].Item.Title };
        tickets.ForEach(t => Attach(lease, t));
        Renew(lease);
        return new Lease([.. tickets.Select(t => t.Item)], lease.Token, leaseSeconds);
    }

    public HeartbeatReply Heartbeat(Heartbeat beat)
    {
        _devices.Heard(beat.Device.Id);
        Expire();
        var lease = _leases.TryGetValue(beat.Token, out var node) ? node.Value : Adopt(beat);
        if (lease is null)
            return HeartbeatReply.Stop;
        (lease.Done, lease.Total, lease.ImagesPerSecond) = (beat.Done, beat.Total, beat.ImagesPerSecond);
        lease.What = beat.Items.Length > 0 ? beat.Items[0].Title : lease.What;
        Renew(lease);
        return lease.Reply;
    }

    public WaitingOwner[] Complete(string[] keys, string token)
    {
        var owners = new List<WaitingOwner>();
        foreach (var ticket in Held(keys, token))
        {
            Detach(ticket);
            _shares.Remove(ticket);
            _tickets.Remove(ticket.Item.Key);
            owners.AddRange(ticket.Owners.Select(o => new WaitingOwner(ticket.Item.Key, o.Owner)));
        }

        return [.. owners];
    }

    public void Return(string[] keys, string token)
    {
        // Last first, so that they stand in their old order.
        foreach (var ticket in Held(keys, token).Where(t => t.Lease is not null).Reverse().ToList())
            Release(ticket);
    }

    public void SetPriority(string sweepId, int priority) => _shares.SetPriority(sweepId, priority);

    // Looks through all tickets: a sweep is withdrawn once in its life.
    public void Withdraw(string sweepId, HeartbeatReply reply)
    {
        foreach (var ticket in _tickets.Values.ToList())
        {
            if (ticket.Owners.RemoveWhere(o => o.SweepId == sweepId) == 0)
                continue;
            if (ticket.Lease is { } lease)
            {
                lease.WhenUnwanted = reply;
                continue;
            }

            _shares.Remove(ticket);
            Requeue(ticket, first: false);
        }

        _shares.Forget(sweepId);
    }

    public (int Queued, RunningWork[] Running, int Devices) Status(string? sweepId)
    {
        Expire();
        return (_shares.Count(sweepId),
            [.. _byDeadline.Where(l => sweepId is null || l.Tickets.Exists(t => t.SweepId == sweepId)).OrderBy(l => l.Device.Id, StringComparer.Ordinal)
                .Select(l => new RunningWork(l.What, l.Device.Id, l.Done, l.Total, l.ImagesPerSecond))],
            _devices.Count);
    }

    // A lease this table does not know is one of an earlier epoch, or has just expired: its device is alive, so it keeps what nobody else took.
    private HeldLease? Adopt(Heartbeat beat)
    {
        var lease = new HeldLease(beat.Token, beat.Device, clock.GetTimestamp());
        foreach (var item in beat.Items)
        {
            if (!_tickets.TryGetValue(item.Key, out var ticket))
                _tickets[item.Key] = ticket = new Ticket(item);
            if (ticket.Lease is not null)
                continue;
            _shares.Remove(ticket);
            Attach(lease, ticket);
        }

        return lease.Tickets.Count > 0 ? lease : null;
    }

    private IEnumerable<Ticket> Held(string[] keys, string token) =>
        keys.Select(k => _tickets.GetValueOrDefault(k)).OfType<Ticket>().Where(t => t.Lease is null || t.Lease.Token == token);

    private void Expire()
    {
        var now = clock.GetTimestamp();
        while (_byDeadline.First?.Value is { } lease && lease.Expires < now)
        {
            foreach (var ticket in Enumerable.Reverse(lease.Tickets).ToList())
                Release(ticket);
        }
    }

    private void Renew(HeldLease lease)
    {
        lease.Expires = clock.GetTimestamp() + (long)(leaseSeconds * clock.TimestampFrequency);
        if (_leases.TryGetValue(lease.Token, out var node))
            _byDeadline.Remove(node);
        else
            _leases[lease.Token] = node = new LinkedListNode<HeldLease>(lease);
        _byDeadline.AddLast(node);
    }

    private static void Attach(HeldLease lease, Ticket ticket)
    {
        ticket.Lease = lease;
        lease.Tickets.Add(ticket);
    }

    private void Detach(Ticket ticket)
    {
        if (ticket.Lease is not { } lease)
            return;
        ticket.Lease = null;
        lease.Tickets.Remove(ticket);
        if (lease.Tickets.Count > 0)
            return;
        if (_leases.Remove(lease.Token, out var node))
            _byDeadline.Remove(node);
        _shares.Settle(ticket.SweepId, clock.GetElapsedTime(lease.Taken).TotalSeconds, lease.Charged, lease.Size);
    }

    private void Release(Ticket ticket)
    {
        Detach(ticket);
        Requeue(ticket, first: true);
    }

    // Work that was withdrawn meanwhile is dropped, or stands in the line of another sweep that waits for it.
    private void Requeue(Ticket ticket, bool first)
    {
        if (!ticket.Wanted)
        {
            _tickets.Remove(ticket.Item.Key);
            return;
        }

        if (ticket.Owners.All(o => o.SweepId != ticket.SweepId))
            ticket.SweepId = ticket.Owners.First().SweepId;
        _shares.Add(ticket, first);
    }
}
