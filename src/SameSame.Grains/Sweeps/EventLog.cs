using SameSame.Contracts.Sweeps;

namespace SameSame.Grains.Sweeps;

/// <summary>The last events of a sweep, numbered. Older ones, and those of an earlier activation, are told as one snapshot.</summary>
internal sealed class EventLog(TimeProvider clock)
{
    /// <summary>Numbers that an activation may use before it reserves more.</summary>
    public const long Block = 1_000_000_000;

    private const int Kept = 4096;
    private const int Most = 256;
    private readonly Queue<SweepEvent> _events = new();
    private long _last;

    /// <summary>True once numbers are reserved.</summary>
    public bool Open { get; private set; }

    public void Begin(long last) => (_last, Open) = (last, true);

    public void Add(SweepEventKind kind, string text, SweepState state, CellCounts counts)
    {
        _events.Enqueue(new SweepEvent(++_last, clock.GetUtcNow(), kind, text, state, counts));
        if (_events.Count > Kept)
            _events.Dequeue();
    }

    /// <summary>Events after a number.</summary>
    /// <param name="after">The last one that is known.</param>
    /// <param name="reserved">The greatest number that was ever reserved.</param>
    /// <param name="state">The sweep's state now.</param>
    /// <param name="counts">Its counts now.</param>
    public SweepEvent[] After(long after, long reserved, SweepState state, CellCounts counts)
    {
        var before = !Open ? reserved : _events.Count > 0 ? _events.Peek().Sequence - 1 : _last;
        var known = after >= before ? [] : new[] { new SweepEvent(before, clock.GetUtcNow(), SweepEventKind.Snapshot, $"{counts.Done}/{counts.Total} cells so far", state, counts) };
        return [.. known, .. _events.Where(e => e.Sequence > after).Take(Most)];
    }
}
