namespace SameSame.Quantization.BiasCorrection;

/// <summary>
/// <c>b -= dW E[x] + (W + dW) E[Q(x) - x]</c>: the shift of the layer's mean output that rounding its weights (Nagel et al., ICCV 2019, section 4.2) and its
/// input causes, from calibrated statistics of that input. Means are per kernel tap, so that the zeros which padding puts under border taps are counted as what they are.
/// </summary>
public static class AnalyticBiasCorrection
{
    /// <summary>The name in specs.</summary>
    public const string Name = "analytic";

    /// <summary>Removes the mean output shift.</summary>
    /// <param name="bias">Bias of each output channel; corrected in place.</param>
    /// <param name="weights">Weights before rounding, row-major <c>[O, inputsPerGroup, taps]</c>.</param>
    /// <param name="rounded">The same weights after rounding, as real values.</param>
    /// <param name="tapMeans"><c>E[x]</c> under each tap, row-major <c>[inputs, taps]</c>, with the layer's input factors applied.</param>
    /// <param name="tapShifts"><c>E[Q(x) - x]</c> under each tap, laid out alike; empty where not known, which counts as 0.</param>
    /// <param name="groups">Convolution groups.</param>
    public static void Correct(
        Span<double> bias, ReadOnlySpan<float> weights, ReadOnlySpan<double> rounded, ReadOnlySpan<double> tapMeans, ReadOnlySpan<double> tapShifts, int groups)
    {
        var outputs = bias.Length;
        var rowLength = weights.Length / outputs;
        for (var o = 0; o < outputs; o++)
        {
            var first = o / (outputs / groups) * rowLength;
            var means = tapMeans.Slice(first, rowLength);
            var shifts = tapShifts.IsEmpty ? default : tapShifts.Slice(first, rowLength);
            var shift = 0.0;
            for (var i = 0; i < rowLength; i++)
                shift += (rounded[o * rowLength + i] - weights[o * rowLength + i]) * means[i] + (shifts.IsEmpty ? 0 : rounded[o * rowLength + i] * shifts[i]);
            bias[o] -= shift;
        }
    }
}
