namespace SameSame.Grains.Evaluators;

/// <summary>How many items a device takes at once: as many as it is likely to do within a fixed time, judged by the last ones.</summary>
internal sealed class BatchSize(double seconds, int most)
{
    // Nothing is known of the first item, so it comes alone.
    private double? _secondsPerItem;

    public int Next => _secondsPerItem is { } each ? Math.Clamp((int)(seconds / Math.Max(each, 1e-6)), 1, most) : 1;

    public void Learn(TimeSpan took, int items) => _secondsPerItem = ((_secondsPerItem ?? seconds) + (3 * took.TotalSeconds / items)) / 4;
}
