namespace SameSame.Evaluation.Measurement;

/// <summary>
/// How many images a device takes at once: sizes are tried on the run's own images, each twice, doubling while that brings at least 3 % more images a second;
/// the fastest one stays. A batch that did not fit is halved and never tried again. The size changes no result, only the time it takes.
/// </summary>
public sealed class BatchSizer
{
    /// <summary>The first size that is tried.</summary>
    public const int Smallest = 4;

    private const double WorthIt = 1.03;
    private const int Tries = 2;
    private int _limit;
    private int _tries;
    private double _rate, _bestRate;
    private int _best;

    /// <summary>A sizer for one run.</summary>
    /// <param name="known">What an earlier run settled on, or null.</param>
    /// <param name="limit">Most images a batch.</param>
    public BatchSizer(int? known, int limit)
    {
        _limit = Math.Max(1, limit);
        Next = Math.Min(known ?? Smallest, _limit);
        if (known is not null)
            Chosen = Next;
    }

    /// <summary>Images to take next.</summary>
    public int Next { get; private set; }

    /// <summary>The greatest size that <see cref="Next"/> can become.</summary>
    public int Limit => _limit;

    /// <summary>The size that was settled on; null while it is still being looked for.</summary>
    public int? Chosen { get; private set; }

    /// <summary>A sizer that never changes.</summary>
    public static BatchSizer Fixed(int size) => new(size, size);

    /// <summary>A batch of <see cref="Next"/> images took so long.</summary>
    public void Learn(TimeSpan took)
    {
        if (Chosen is not null)
            return;
        // The better of two: whatever else the machine does only ever makes a batch slower.
        _rate = Math.Max(_rate, Next / Math.Max(took.TotalSeconds, 1e-9));
        if (++_tries < Tries)
            return;
        if (_rate > WorthIt * _bestRate)
            (_best, _bestRate) = (Next, _rate);
        if (_best != Next || 2 * Next > _limit)
            (Chosen, Next) = (_best, _best);
        else
            Next *= 2;
        (_tries, _rate) = (0, 0);
    }

    /// <summary>A batch of <see cref="Next"/> images did not fit.</summary>
    /// <returns>False where a single image does not fit either.</returns>
    public bool Shrink()
    {
        if (Next == 1)
            return false;
        _limit = Next / 2;
        (Chosen, Next) = (_limit, _limit);
        return true;
    }
}
