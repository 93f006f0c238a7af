namespace SameSame.Grains.Tests.Support;

/// <summary>A machine's wall clock that somebody sets; its monotonic time and its timers go on as if nothing were.</summary>
internal sealed class JumpingClock : TimeProvider
{
    private long _ticks;
    private long _reads;

    /// <summary>How far it is from the real time.</summary>
    public TimeSpan Offset
    {
        get => new(Interlocked.Read(ref _ticks));
        set
        {
            Interlocked.Exchange(ref _ticks, value.Ticks);
            Interlocked.Exchange(ref _reads, 0);
        }
    }

    /// <summary>How often it was read since it was set.</summary>
    public long Reads => Interlocked.Read(ref _reads);

    public override DateTimeOffset GetUtcNow()
    {
        Interlocked.Increment(ref _reads);
        return base.GetUtcNow() + Offset;
    }
}
