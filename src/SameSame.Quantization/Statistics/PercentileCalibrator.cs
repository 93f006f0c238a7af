using SameSame.Quantization.Schemes;

namespace SameSame.Quantization.Statistics;

/// <summary>Leaves out the rarest values: all but 0.01 % of a tensor's values that are not 0 lie inside, half of them on either side.</summary>
public sealed class PercentileCalibrator : ICalibrator
{
    private const double Outside = 1e-4;

    /// <inheritdoc/>
    public string Name => "percentile";

    /// <inheritdoc/>
    public Kept Needs => Kept.Histograms;

    /// <inheritdoc/>
    public ValueRange Range(ChannelStatistics statistics, int bits)
    {
        var histogram = TensorHistogram.Of(statistics);
        var allowed = histogram.Counts.Sum() * Outside / (histogram.Range is { Min: < 0, Max: > 0 } ? 2 : 1);
        return new ValueRange(
            histogram.Range.Min < 0 ? histogram.Range.Min + Cut(histogram.Counts, allowed) * histogram.Width : 0,
            histogram.Range.Max > 0 ? histogram.Range.Max - Cut(histogram.Counts.Reverse(), allowed) * histogram.Width : 0);
    }

    /// <inheritdoc/>
    public double WeightLimit(ReadOnlySpan<float> weights, int bits) => MinMaxCalibrator.MaxAbs(weights);

    // How many bins can go before more than the allowed count is lost.
    private static int Cut(IEnumerable<double> counts, double allowed)
    {
        var (lost, bins) = (0.0, 0);
        foreach (var count in counts)
        {
            if ((lost += count) > allowed)
                break;
            bins++;
        }

        return bins;
    }
}
