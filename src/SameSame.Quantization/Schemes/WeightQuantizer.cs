using SameSame.Quantization.Statistics;

namespace SameSame.Quantization.Schemes;

/// <summary>
/// Uniform symmetric quantization of weights on <c>[-L, L]</c>, <c>L = 2^(bits-1) - 1</c>, half to even, with
/// <c>scale = max|w| / L</c> over the tensor or over each output channel, or less than that maximum where a calibrator clips.
/// </summary>
public static class WeightQuantizer
{
    /// <summary>The greatest code of a symmetric grid, <c>2^(bits-1) - 1</c>.</summary>
    public static int Limit(int bits) => (1 << (bits - 1)) - 1;

    /// <summary>
    /// Scales of a weight matrix. A channel of zeros takes the tensor's greatest scale, so that its bias has a grid.
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
            return [ToScale(calibrator.WeightLimit(weights, bits), limit, 1f)];
        var whole = ToScale(MinMaxCalibrator.MaxAbs(weights), limit, 1f);
        var scales = new float[channels];
        for (var o = 0; o < channels; o++)
            scales[o] = ToScale(calibrator.WeightLimit(weights.Slice(o * inner, inner), bits), limit, whole);
        return scales;
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

    private static float ToScale(double max, int limit, float fallback)
    {
        var scale = (float)(max / limit);
        return scale > float.MinValue && scale >= 1e-30f && float.IsFinite(scale) ? scale : fallback;
    }
}
