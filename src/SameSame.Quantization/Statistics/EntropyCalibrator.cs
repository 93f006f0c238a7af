using SameSame.Quantization.Schemes;

namespace SameSame.Quantization.Statistics;

/// <summary>
/// The range whose quantized distribution is closest to the real one in the sense of Kullback and Leibler (Migacz, "8-bit Inference with TensorRT", GTC 2017):
/// values beyond it count in the outermost bins of the reference, levels spread their count evenly over the bins that are not empty.
/// </summary>
public sealed class EntropyCalibrator : ICalibrator
{
    private const int Candidates = 64;

    /// <inheritdoc/>
    public string Name => "entropy";

    /// <inheritdoc/>
    public Kept Needs => Kept.Histograms;

    /// <inheritdoc/>
    public ValueRange Range(ChannelStatistics statistics, int bits)
    {
        var histogram = TensorHistogram.Of(statistics);
        // A histogram cannot tell more levels apart than it has bins.
        var levels = Math.Min(1 << bits, TensorHistogram.Bins / 4);
        return Enumerable.Range(0, Candidates).Select(n => histogram.Range.Scale(1 - n * (1 - (double)levels / TensorHistogram.Bins) / Candidates))
            .MinBy(range => Divergence(histogram, range, levels));
    }

    /// <inheritdoc/>
    public double WeightLimit(ReadOnlySpan<float> weights, int bits) => MinMaxCalibrator.MaxAbs(weights);

    private static double Divergence(TensorHistogram histogram, ValueRange range, int levels)
    {
        if (!(histogram.Width > 0))
            return 0;
        var first = (int)Math.Round((range.Min - histogram.Range.Min) / histogram.Width);
        var last = Math.Max(first + 1, (int)Math.Round((range.Max - histogram.Range.Min) / histogram.Width));
        var inside = histogram.Counts[first..last];
        var reference = (double[])inside.Clone();
        reference[0] += histogram.Counts.Take(first).Sum();
        reference[^1] += histogram.Counts.Skip(last).Sum();
        double total = reference.Sum(), kept = inside.Sum(), divergence = 0;
        for (var level = 0; level < levels; level++)
        {
            var (from, to) = (inside.Length * level / levels, inside.Length * (level + 1) / levels);
            var sum = inside[from..to].Sum();
            var filled = Enumerable.Range(from, to - from).Count(n => reference[n] > 0);
            for (var n = from; n < to; n++)
            {
                if (reference[n] > 0)
                    divergence += reference[n] / total * Math.Log(reference[n] / total / Math.Max(sum / filled / kept, 1e-12));
            }
        }

        return divergence;
    }
}
