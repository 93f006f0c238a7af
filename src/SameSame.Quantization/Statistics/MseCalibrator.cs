using SameSame.Quantization.Schemes;

namespace SameSame.Quantization.Statistics;

/// <summary>
/// The range with the least mean squared error: what lies inside is rounded (<c>step^2 / 12</c>), what lies outside is clipped (Banner et al., "Post
/// training 4-bit quantization of convolutional networks for rapid-deployment", NeurIPS 2019, here on the histogram itself). Weights likewise, by trying.
/// </summary>
public sealed class MseCalibrator : ICalibrator
{
    private const double Least = 0.1;
    private const int Candidates = 91;

    /// <inheritdoc/>
    public string Name => "mse";

    /// <inheritdoc/>
    public Kept Needs => Kept.Histograms;

    /// <inheritdoc/>
    public ValueRange Range(ChannelStatistics statistics, int bits)
    {
        var histogram = TensorHistogram.Of(statistics);
        return Best(share => histogram.Range.Scale(share), range => Error(histogram, range, bits));
    }

    /// <inheritdoc/>
    public double WeightLimit(ReadOnlySpan<float> weights, int bits)
    {
        var max = MinMaxCalibrator.MaxAbs(weights);
        var (best, least) = (max, double.PositiveInfinity);
        for (var n = Candidates - 1; n >= 0; n--)
        {
            var limit = max * Share(n);
            var error = RoundingError.Of(weights, limit / WeightQuantizer.Limit(bits), bits);
            if (error < least)
                (best, least) = (limit, error);
        }

        return best;
    }

    /// <summary>Sum of squared errors of a tensor under a quantizer that covers <paramref name="range"/>.</summary>
    internal static double Error(TensorHistogram histogram, ValueRange range, int bits)
    {
        var step = (range.Max - range.Min) / ((1 << bits) - 1);
        var rounding = step * step / 12;
        var sum = 0.0;
        for (var n = 0; n < TensorHistogram.Bins; n++)
        {
            var x = histogram.Centre(n);
            var beyond = x > range.Max ? x - range.Max : x < range.Min ? range.Min - x : 0;
            sum += histogram.Counts[n] * (beyond > 0 ? beyond * beyond : rounding);
        }

        return sum;
    }

    private static ValueRange Best(Func<double, ValueRange> range, Func<ValueRange, double> error) =>
        Enumerable.Range(0, Candidates).Select(n => range(Share(Candidates - 1 - n))).MinBy(error);

    private static double Share(int n) => Least + n * (1 - Least) / (Candidates - 1);
}
