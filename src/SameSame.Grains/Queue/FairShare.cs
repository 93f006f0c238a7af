using SameSame.Contracts.Work;

namespace SameSame.Grains.Queue;

/// <summary>
/// Lines of waiting work, one a sweep. The next work is that of the sweep which has had the least device time for its priority (weighted fair
/// queueing): sweeps of equal priority get equal time, whatever their items cost. Every step is O(log sweeps).
/// </summary>
internal sealed class FairShare
{
    private static readonly Comparer<SweepLine> LeastFirst = Comparer<SweepLine>.Create((a, b) =>
        a.Account != b.Account ? a.Account.CompareTo(b.Account) : a.Turn != b.Turn ? a.Turn.CompareTo(b.Turn) : string.CompareOrdinal(a.Id, b.Id));

    private readonly Dictionary<string, SweepLine> _lines = new(StringComparer.Ordinal);
    private readonly SortedSet<SweepLine> _ready = new(LeastFirst);
    private long _turns;
    private double _now;

    /// <summary>Work that waits, of one sweep or of all.</summary>
    public int Count(string? sweepId) =>
        sweepId is null ? _ready.Sum(l => l.Waiting.Count) : _lines.TryGetValue(sweepId, out var line) ? line.Waiting.Count : 0;

    public void SetPriority(string sweepId, int priority) => LineOf(sweepId).Priority = Math.Max(1, priority);

    public void Add(Ticket ticket, bool first)
    {
        var line = LineOf(ticket.SweepId);
        if (line.Waiting.Count == 0)
        {
            // Who comes late is not owed the time before.
            line.Account = Math.Max(line.Account, _now);
            _ready.Add(line);
        }

        ticket.Place = first ? line.Waiting.AddFirst(ticket) : line.Waiting.AddLast(ticket);
    }

    public void Remove(Ticket ticket)
    {
        if (ticket.Place is not { } place)
            return;
        var line = LineOf(ticket.SweepId);
        line.Waiting.Remove(place);
        ticket.Place = null;
        if (line.Waiting.Count == 0)
            _ready.Remove(line);
    }

    /// <summary>Takes work of the next sweep: one item, and as many more of the same model behind it as are allowed.</summary>
    public (List<Ticket> Tickets, double Charged) Take(int most)
    {
        if (_ready.Min is not { } line)
            return ([], 0);
        _ready.Remove(line);
        _now = line.Account;
        var tickets = new List<Ticket>();
        while (line.Waiting.First?.Value is { } ticket && tickets.Count < most && (tickets.Count == 0 || Batches(tickets[0].Item, ticket.Item)))
        {
            line.Waiting.RemoveFirst();
            ticket.Place = null;
            tickets.Add(ticket);
        }

        var charged = line.SecondsPerItem * tickets.Count;
        line.Account += charged / line.Priority;
        line.Turn = ++_turns;
        if (line.Waiting.Count > 0)
            _ready.Add(line);
        return (tickets, charged);
    }

    /// <summary>Settles a lease that has ended: what it took, for what was charged in advance.</summary>
    public void Settle(string sweepId, double seconds, double charged, int items)
    {
        if (!_lines.TryGetValue(sweepId, out var line) || items == 0)
            return;
        var ready = _ready.Remove(line);
        line.Account += (seconds - charged) / line.Priority;
        line.Learn(seconds, items);
        if (ready)
            _ready.Add(line);
    }

    /// <summary>Forgets a sweep that has nothing waiting.</summary>
    public void Forget(string sweepId)
    {
        if (_lines.TryGetValue(sweepId, out var line) && line.Waiting.Count == 0)
            _lines.Remove(sweepId);
    }

    private static bool Batches(WorkItem first, WorkItem next) =>
        first.Source.ModelSha256 == next.Source.ModelSha256 && first.Kind == WorkKind.Cell == (next.Kind == WorkKind.Cell);

    private SweepLine LineOf(string sweepId)
    {
        if (!_lines.TryGetValue(sweepId, out var line))
            _lines[sweepId] = line = new SweepLine(sweepId, ++_turns);
        return line;
    }
}
