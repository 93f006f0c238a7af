using SameSame.Quantization.Schemes;

namespace SameSame.Quantization.Statistics;

/// <summary>
/// The histogram of a whole tensor, the sum of its channels' under whatever factors they have. Bin <c>n</c> covers
/// <c>[Range.Min + n Width, Range.Min + (n + 1) Width)</c>.
/// </summary>
public sealed class TensorHistogram
{
    /// <summary>Number of bins.</summary>
    public const int Bins = 2048;

    private TensorHistogram(ValueRange range, double[] counts) => (Range, Counts) = (range, counts);

    /// <summary>The calibrated range, 0 included.</summary>
    public ValueRange Range { get; }

    /// <summary>Values in each bin, exact zeros left out; a channel's bin is spread evenly over the tensor's.</summary>
    public double[] Counts { get; }

    /// <summary>Real width of a bin.</summary>
    public double Width => (Range.Max - Range.Min) / Bins;

    /// <summary>Sums a tensor's channels.</summary>
    /// <exception cref="InvalidDataException">The statistics hold no histograms.</exception>
    public static TensorHistogram Of(ChannelStatistics statistics)
    {
        if (statistics.Histograms is not { } channels)
            throw new InvalidDataException("the calibration statistics hold no histograms; calibrate again");
        var sum = new TensorHistogram(statistics.Range().IncludingZero, new double[Bins]);
        for (var c = 0; c < channels.Length && sum.Width > 0; c++)
        {
            for (var n = 0; n < channels[c].Counts.Length; n++)
            {
                if (channels[c].Counts[n] > 0)
                    sum.Spread((channels[c].First + n) * channels[c].Width, channels[c].Width, channels[c].Counts[n]);
            }
        }

        return sum;
    }

    /// <summary>The real value in the middle of a bin.</summary>
    public double Centre(int bin) => Range.Min + (bin + 0.5) * Width;

    private void Spread(double start, double width, double count)
    {
        // The outermost bins of a channel reach beyond the values it had.
        var low = Math.Clamp((start - Range.Min) / Width, 0, Bins);
        var high = Math.Clamp((start + width - Range.Min) / Width, 0, Bins);
        if (high - low < 1e-9)
        {
            Counts[Math.Min((int)low, Bins - 1)] += count;
            return;
        }

        for (var n = (int)low; n < Bins && n < high; n++)
            Counts[n] += count * (Math.Min(high, n + 1) - Math.Max(low, n)) / (high - low);
    }
}
