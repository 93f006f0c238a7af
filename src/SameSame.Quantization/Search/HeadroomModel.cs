using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;

namespace SameSame.Quantization.Search;

/// <summary>
/// The share of each activation tensor's calibrated range that is best covered: the mean squared error of rounding and clipping, channel by channel from histograms,
/// weighted with the gain that each channel's noise has on its way to the logits.
/// </summary>
public static class HeadroomModel
{
    private const double Least = 0.2;
    private const int Candidates = 41;

    /// <summary>The share, in (0, 1], by tensor; tensors without histograms or gains are left out.</summary>
    public static Dictionary<string, double> Shares(EqualizationProblem problem, NoiseModel model, double[] factors, int bits)
    {
        var shares = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var tensor in problem.Tensors.Where(t => t.Statistics?.Histograms is not null))
        {
            double[] gains = [.. tensor.Classes.Select(c => c == 0 ? 0 : model.Gains[c] / (factors[c] * factors[c]))];
            if (gains.Sum() > 0)
                shares[tensor.Name] = Share(tensor.Statistics!.Scale([.. tensor.Classes.Select(c => factors[c])]), gains, bits);
        }

        return shares;
    }

    private static double Share(ChannelStatistics statistics, double[] gains, int bits)
    {
        var whole = statistics.Range().IncludingZero;
        return Enumerable.Range(0, Candidates).Select(n => 1 - n * (1 - Least) / (Candidates - 1)).MinBy(share => Error(statistics.Histograms!, gains, whole.Scale(share), bits));
    }

    private static double Error(ChannelHistogram[] channels, double[] gains, ValueRange range, int bits)
    {
        var step = (range.Max - range.Min) / ((1 << bits) - 1);
        var rounding = step * step / 12;
        var sum = 0.0;
        for (var c = 0; c < channels.Length; c++)
        {
            double error = 0, count = channels[c].Zeros;
            for (var n = 0; n < channels[c].Counts.Length; n++)
            {
                var x = channels[c].Centre(n);
                var beyond = x > range.Max ? x - range.Max : x < range.Min ? range.Min - x : 0;
                error += channels[c].Counts[n] * (beyond > 0 ? beyond * beyond : rounding);
                count += channels[c].Counts[n];
            }

            sum += count > 0 ? gains[c] * error / count : 0;
        }

        return sum;
    }
}
