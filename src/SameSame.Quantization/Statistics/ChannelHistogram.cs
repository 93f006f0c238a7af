namespace SameSame.Quantization.Statistics;

/// <summary>How the values of one channel are spread: bin <c>n</c> counts those in <c>[(First + n) Width, (First + n + 1) Width)</c>.</summary>
/// <param name="Width">Real width of a bin, positive.</param>
/// <param name="First">Index of the first bin; bin index 0 starts at real 0.</param>
/// <param name="Counts">Values in each bin, exact zeros left out.</param>
/// <param name="Zeros">Values that are exactly 0: quantization does not change them.</param>
public sealed record ChannelHistogram(double Width, int First, long[] Counts, long Zeros)
{
    /// <summary>The histogram of <c>factor * x</c>.</summary>
    public ChannelHistogram Scale(double factor) => this with { Width = Width * factor };

    /// <summary>The histogram of <c>x - amount</c>, the amount rounded to whole bins.</summary>
    public ChannelHistogram Shift(double amount) => this with { First = First - (int)Math.Round(amount / Width) };

    /// <summary>The real value in the middle of a bin.</summary>
    public double Centre(int bin) => (First + bin + 0.5) * Width;
}
