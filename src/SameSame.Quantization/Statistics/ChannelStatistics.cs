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

    /// <summary>The range over all channels.</summary>
    public ValueRange Range()
    {
        var range = ValueRange.Empty;
        for (var i = 0; i < Channels; i++)
            range = range.Union(new ValueRange(Min[i], Max[i]));
        return range;
    }
}
