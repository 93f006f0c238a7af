using SameSame.Quantization.Schemes;

namespace SameSame.Quantization.Statistics;

/// <summary>
/// What one FP32 pass over the calibration images saw of one activation tensor, channel by channel. A positive factor on a
/// channel scales all of it analytically, so nothing is ever collected twice.
/// </summary>
/// <param name="Min">Least value of each channel.</param>
/// <param name="Max">Greatest value of each channel.</param>
/// <param name="Mean">Mean over images and positions.</param>
/// <param name="SecondMoment">Mean of the squares over images and positions.</param>
public sealed record ChannelStatistics(double[] Min, double[] Max, double[] Mean, double[] SecondMoment)
{
    /// <summary>How each channel's values are spread; null where only moments were collected.</summary>
    public ChannelHistogram[]? Histograms { get; init; }

    /// <summary>Number of channels.</summary>
    public int Channels => Min.Length;

    /// <summary>The greatest magnitude channel <paramref name="channel"/> took.</summary>
    public double AbsMax(int channel) => Math.Max(Math.Abs(Min[channel]), Math.Abs(Max[channel]));

    /// <summary>The statistics of <c>factors[i] * x_i</c>.</summary>
    public ChannelStatistics Scale(ReadOnlySpan<double> factors)
    {
        var scaled = new ChannelStatistics(new double[Channels], new double[Channels], new double[Channels], new double[Channels])
        {
            Histograms = Histograms is { } histograms ? new ChannelHistogram[histograms.Length] : null,
        };
        for (var i = 0; i < Channels; i++)
        {
            scaled.Min[i] = Min[i] * factors[i];
            scaled.Max[i] = Max[i] * factors[i];
            scaled.Mean[i] = Mean[i] * factors[i];
            scaled.SecondMoment[i] = SecondMoment[i] * factors[i] * factors[i];
            if (Histograms is not null)
                scaled.Histograms![i] = Histograms[i].Scale(factors[i]);
        }

        return scaled;
    }

    /// <summary>The statistics of <c>x_i - amounts[i]</c>. Histograms move by whole bins; exact zeros of a channel that moves are not told apart any more.</summary>
    public ChannelStatistics Shift(ReadOnlySpan<double> amounts)
    {
        var shifted = new ChannelStatistics([.. Min], [.. Max], [.. Mean], [.. SecondMoment]) { Histograms = Histograms is { } histograms ? [.. histograms] : null };
        for (var i = 0; i < Channels; i++)
        {
            if (amounts[i] == 0)
                continue;
            shifted.Min[i] -= amounts[i];
            shifted.Max[i] -= amounts[i];
            shifted.Mean[i] -= amounts[i];
            shifted.SecondMoment[i] = Math.Max(SecondMoment[i] - amounts[i] * (2 * Mean[i] - amounts[i]), shifted.Mean[i] * shifted.Mean[i]);
            if (Histograms is not null)
                shifted.Histograms![i] = Histograms[i].Shift(amounts[i]);
        }

        return shifted;
    }

    /// <summary>The range over all channels.</summary>
    public ValueRange Range()
    {
        var range = ValueRange.Empty;
        for (var i = 0; i < Channels; i++)
            range = range.Union(new ValueRange(Min[i], Max[i]));
        return range;
    }
}
