using System.Numerics;

namespace SameSame.Quantization.Statistics;

/// <summary>The squared error that a weight grid makes.</summary>
public static class RoundingError
{
    /// <summary><c>sum (w - Q(w))^2</c> on the symmetric grid of <paramref name="scale"/>, half to even, computed in float32.</summary>
    public static double Of(ReadOnlySpan<float> weights, double scale, int bits)
    {
        float step = (float)scale, inverse = 1 / step, limit = Schemes.WeightQuantizer.Limit(bits);
        var (low, high) = (new Vector<float>(-limit), new Vector<float>(limit));
        var blocks = System.Runtime.InteropServices.MemoryMarshal.Cast<float, Vector<float>>(weights);
        var sum = 0.0;
        foreach (var w in blocks)
        {
            var code = Vector.Min(Vector.Max(Vector.Round(w * inverse), low), high);
            var error = w - code * step;
            sum += Vector.Sum(error * error);
        }

        for (var i = blocks.Length * Vector<float>.Count; i < weights.Length; i++)
        {
            var error = weights[i] - MathF.Round(Math.Clamp(weights[i] * inverse, -limit, limit)) * step;
            sum += error * error;
        }

        return sum;
    }
}
