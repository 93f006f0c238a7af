using System.Numerics;
using System.Runtime.InteropServices;

namespace SameSame.Quantization.Equalization;

/// <summary>
/// Maxima of float weights times double factors, many at a time. Each product is the double that a plain loop computes, and a maximum does not depend on
/// order, so the results are those of the loop to the last bit.
/// </summary>
internal static class ScaledMaximum
{
    /// <summary><c>max_i weights[i] * scale[i]</c>, at least 0.</summary>
    public static double Of(ReadOnlySpan<float> weights, ReadOnlySpan<double> scale)
    {
        var (low, high) = (Vector<double>.Zero, Vector<double>.Zero);
        var blocks = MemoryMarshal.Cast<float, Vector<float>>(weights);
        var scales = MemoryMarshal.Cast<double, Vector<double>>(scale);
        for (var b = 0; b < blocks.Length; b++)
        {
            Vector.Widen(blocks[b], out var first, out var second);
            low = Vector.Max(low, first * scales[2 * b]);
            high = Vector.Max(high, second * scales[2 * b + 1]);
        }

        var max = 0.0;
        for (var i = 0; i < Vector<double>.Count; i++)
            max = Math.Max(max, Math.Max(low[i], high[i]));
        for (var i = blocks.Length * Vector<float>.Count; i < weights.Length; i++)
            max = Math.Max(max, weights[i] * scale[i]);
        return max;
    }

    /// <summary><c>into[i] = max(into[i], weights[i] * scale)</c>.</summary>
    public static void Into(Span<double> into, ReadOnlySpan<float> weights, double scale)
    {
        var blocks = MemoryMarshal.Cast<float, Vector<float>>(weights);
        var targets = MemoryMarshal.Cast<double, Vector<double>>(into);
        for (var b = 0; b < blocks.Length; b++)
        {
            Vector.Widen(blocks[b], out var first, out var second);
            targets[2 * b] = Vector.Max(targets[2 * b], first * scale);
            targets[2 * b + 1] = Vector.Max(targets[2 * b + 1], second * scale);
        }

        for (var i = blocks.Length * Vector<float>.Count; i < weights.Length; i++)
            into[i] = Math.Max(into[i], weights[i] * scale);
    }
}
