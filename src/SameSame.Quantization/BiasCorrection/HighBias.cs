using SameSame.Quantization.Statistics;

namespace SameSame.Quantization.BiasCorrection;

/// <summary>
/// How much of a channel behind ReLU can move into the biases of the layers that read it (Nagel et al., ICCV 2019, section 4.1.3): for <c>c >= 0</c>,
/// <c>relu(z - c) = relu(z) - c</c> wherever <c>z >= c</c>.
/// </summary>
/// <remarks>
/// The paper takes <c>c = max(0, beta - 3 gamma)</c> from BatchNorm's parameters, as if channels were Gaussian; one value in 740 is then below c and computed wrongly. Here
/// c is the least value that calibration saw: nothing that it saw changes, so that the rewritten network can still be held to the original on those images, and statistics
/// are shifted rather than collected again.
/// </remarks>
public static class HighBias
{
    /// <summary>
    /// The amount of each channel, not negative: its least value, rounded down to a whole number of the bins that its histogram has, or would have, so that a
    /// shifted histogram is still one. Where the least value is positive, what comes out of ReLU is what went in, so no other statistic of the input is needed.
    /// </summary>
    public static double[] Amounts(ChannelStatistics activation)
    {
        var amounts = new double[activation.Channels];
        for (var c = 0; c < amounts.Length; c++)
        {
            var least = activation.Min[c];
            if (least > 0 && double.IsFinite(activation.AbsMax(c)))
            {
                var width = HistogramAccumulator.WidthFor(activation.AbsMax(c));
                amounts[c] = Math.Floor(least / width) * width;
            }
        }

        return amounts;
    }
}
