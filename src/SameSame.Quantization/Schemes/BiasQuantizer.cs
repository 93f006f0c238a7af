namespace SameSame.Quantization.Schemes;

/// <summary>int32 biases on the grid of the accumulator, <c>scale = s_a * s_w</c> (Jacob et al., CVPR 2018, section 2.4).</summary>
public static class BiasQuantizer
{
    /// <summary>The greatest magnitude a bias code may have; half of int32, so that adding the products cannot wrap either.</summary>
    public const double Limit = int.MaxValue / 2;

    private const double LeastStep = 1e-37;

    /// <summary>
    /// Whether int32 accumulators, whose steps a bias must have, can hold the sums of such layers. Beyond 8 bits they cannot: 0.4 may be more than
    /// 2^31 steps of a 16-bit weight times a 16-bit activation, and hardware accumulates in 64 bits (TensorFlow Lite's specification of 16x8 layers).
    /// </summary>
    public static bool NeedsAccumulatorScale(BitWidths bits) => bits is { Weights: <= 8, Activations: <= 8 };

    /// <summary>
    /// For each channel the least <c>inputScale * weightScale * 2^k</c> with which its code fits int32, for accumulators wider than 32 bits: such a bias is added
    /// shifted left by k bits. A channel loses less than 2^-30 of its own bias, whatever the scales of the others are.
    /// </summary>
    /// <param name="bias">The real bias of each output channel.</param>
    /// <param name="weightScales">One scale, or one a channel.</param>
    /// <param name="inputScale">Step of the layer's input.</param>
    public static double[] WideSteps(ReadOnlySpan<double> bias, ReadOnlySpan<float> weightScales, float inputScale)
    {
        var steps = new double[bias.Length];
        for (var o = 0; o < bias.Length; o++)
        {
            var step = (double)inputScale * weightScales[weightScales.Length == 1 ? 0 : o];
            // Below the least normal float32 a scale has lost its digits.
            while (Math.Abs(bias[o]) > Limit * step || step < LeastStep)
                step *= 2;
            // As a file stores it: to codes of 30 bits, the digits that float32 leaves away are many steps.
            steps[o] = (float)step;
        }

        return steps;
    }

    /// <summary>
    /// The steps of biases that int32 accumulators add as they are: <c>inputScale * weightScale</c>, one, or one a channel. The product itself, not what float32 makes of it: a code that lies on
    /// an edge would follow the last bit of a scale.
    /// </summary>
    public static double[] Steps(ReadOnlySpan<float> weightScales, float inputScale)
    {
        var steps = new double[weightScales.Length];
        for (var o = 0; o < steps.Length; o++)
            steps[o] = (double)inputScale * weightScales[o];
        return steps;
    }

    /// <summary>
    /// Widens the weight scale of a channel whose bias would not fit int32. A weight that vanishes on the wider grid was smaller
    /// than 2^-30 of its channel's bias, so no float32 sum could have felt it. Per-tensor scales are never widened: see
    /// <see cref="Quantize"/>, which reports the overflow.
    /// </summary>
    /// <returns>The number of channels whose scale was widened.</returns>
    public static int WidenScales(Span<float> weightScales, ReadOnlySpan<double> bias, float inputScale)
    {
        var widened = 0;
        for (var o = 0; weightScales.Length > 1 && o < weightScales.Length; o++)
        {
            var needed = Math.Abs(bias[o]) / (Limit * inputScale);
            if (weightScales[o] < needed)
            {
                weightScales[o] = (float)(needed * (1 + 1e-6));
                widened++;
            }
        }

        return widened;
    }

    /// <summary>The int32 codes of a bias.</summary>
    /// <param name="bias">The real bias of each output channel.</param>
    /// <param name="steps">One step, or one a channel.</param>
    /// <exception cref="OverflowException">A code does not fit int32; the message names the channel.</exception>
    public static int[] Quantize(ReadOnlySpan<double> bias, ReadOnlySpan<double> steps)
    {
        var codes = new int[bias.Length];
        for (var o = 0; o < bias.Length; o++)
        {
            var step = steps[steps.Length == 1 ? 0 : o];
            var code = Math.Round(bias[o] / step, MidpointRounding.ToEven);
            if (!(Math.Abs(code) <= Limit) || !float.IsFinite((float)step))
                throw new OverflowException($"the bias of output channel {o} ({bias[o]:g4}) is {code:g4} steps of {step:g4}: it does not fit int32");
            codes[o] = (int)code;
        }

        return codes;
    }
}
