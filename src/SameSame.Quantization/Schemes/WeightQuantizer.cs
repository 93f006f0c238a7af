using SameSame.Quantization.Statistics;

namespace SameSame.Quantization.Schemes;

/// <summary>
/// Uniform symmetric quantization of weights on <c>[-L, L]</c>, <c>L = 2^(bits-1) - 1</c>, half to even, with
/// <c>scale = max|w| / L</c> over the tensor or over each output channel, or less than that maximum where a calibrator clips.
/// </summary>
public static class WeightQuantizer
{
    /// <summary>
    /// A channel whose greatest weight is below this share of its layer's gets the scale of one at this share. Equalization takes channels at most 2^16 apart from
    /// where they were, so nothing that a float32 sum could feel lies below it, while a scale of its own would be too fine for any bias.
    /// </summary>
    public const double LeastShare = 1.0 / (1L << 40);

    /// <summary>The greatest code of a symmetric grid, <c>2^(bits-1) - 1</c>.</summary>
    public static int Limit(int bits) => (1 << (bits - 1)) - 1;

    /// <summary>
    /// Scales of a weight matrix. A channel of zeros takes the tensor's greatest scale and a tensor of zeros a scale of 0, which <see cref="FitZeros"/> replaces.
    /// </summary>
    /// <param name="weights">Row-major <c>[channels, inner]</c>: a row is everything that feeds one output channel.</param>
    /// <param name="channels">Number of output channels.</param>
    /// <param name="bits">Weight bits, 2 to 16.</param>
    /// <param name="granularity">Per tensor gives one scale, per channel <paramref name="channels"/>.</param>
    /// <param name="calibrator">Chooses the greatest magnitude that is covered; null covers all.</param>
    public static float[] Scales(ReadOnlySpan<float> weights, int channels, int bits, Granularity granularity, ICalibrator? calibrator = null)
    {
        calibrator ??= new MinMaxCalibrator();
        var inner = weights.Length / channels;
        var limit = Limit(bits);
        if (granularity == Granularity.PerTensor)
            return [ToScale(calibrator.WeightLimit(weights, bits), limit, 0)];
        var whole = ToScale(MinMaxCalibrator.MaxAbs(weights), limit, 0);
        var least = (float)(whole * LeastShare);
        var scales = new float[channels];
        for (var o = 0; o < channels; o++)
            scales[o] = Math.Max(least, ToScale(calibrator.WeightLimit(weights.Slice(o * inner, inner), bits), limit, whole));
        return scales;
    }

    /// <summary>
    /// Gives channels of zeros a scale at which their bias has 2^22 steps: such a channel is its bias, and any scale stores its weights. So is a channel whose weights are so small beside
    /// its bias that no float32 sum could have felt them. Where a channel with weights shares the scale nothing changes; without a bias nothing but that no scale is left at 0.
    /// </summary>
    /// <param name="scales">One scale, or one a channel; changed in place.</param>
    /// <param name="weights">Row-major <c>[channels, inner]</c>.</param>
    /// <param name="bias">The real bias of each channel; empty where the layer has none.</param>
    /// <param name="inputScale">Step of the layer's input.</param>
    public static void FitZeros(Span<float> scales, ReadOnlySpan<float> weights, ReadOnlySpan<double> bias, float inputScale)
    {
        var channels = Math.Max(bias.Length, scales.Length);
        var (inner, shared) = (weights.Length / channels, channels / scales.Length);
        for (var n = 0; n < scales.Length; n++)
        {
            var (greatest, zero) = (0.0, true);
            for (var c = n * shared; c < (n + 1) * shared && zero; c++)
            {
                var own = bias.IsEmpty ? 0 : Math.Abs(bias[c]);
                zero = MinMaxCalibrator.MaxAbs(weights.Slice(c * inner, inner)) * 2 * BiasQuantizer.Limit * inputScale <= own;
                greatest = Math.Max(greatest, own);
            }

            if (!zero)
                continue;
            var fitting = (float)(greatest / ((double)inputScale * (1 << 22)));
            scales[n] = fitting > LeastScale && float.IsFinite(fitting) ? fitting : scales[n] > 0 ? scales[n] : inputScale;
        }
    }

    /// <summary>The integer codes of <paramref name="weights"/>.</summary>
    /// <param name="weights">Row-major <c>[channels, inner]</c>.</param>
    /// <param name="channels">Number of output channels.</param>
    /// <param name="scales">One scale, or one a channel.</param>
    /// <param name="bits">Weight bits.</param>
    public static short[] Quantize(ReadOnlySpan<float> weights, int channels, ReadOnlySpan<float> scales, int bits)
    {
        var inner = weights.Length / channels;
        var limit = Limit(bits);
        var codes = new short[weights.Length];
        for (var o = 0; o < channels; o++)
        {
            double scale = scales.Length == 1 ? scales[0] : scales[o];
            for (var i = o * inner; i < (o + 1) * inner; i++)
                codes[i] = (short)Math.Clamp(Math.Round(weights[i] / scale, MidpointRounding.ToEven), -limit, limit);
        }

        return codes;
    }

    // Below, a step of the bias would underflow.
    private const float LeastScale = 1e-30f;

    private static float ToScale(double max, int limit, float fallback)
    {
        var scale = (float)(max / limit);
        return scale >= LeastScale && float.IsFinite(scale) ? scale : fallback;
    }
}
