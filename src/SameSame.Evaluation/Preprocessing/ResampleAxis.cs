namespace SameSame.Evaluation.Preprocessing;

/// <summary>
/// Which source positions make each target position of one axis, and with what weights. A reduction widens the kernel by its factor (antialiasing); weights that would fall
/// outside the image are left out and the rest made to sum to 1. Pillow's rule, down to the fixed-point weights: that is what makes the pixels equal.
/// </summary>
internal sealed class ResampleAxis
{
    /// <summary>Fraction bits of a weight: a sum of bytes times weights, with a cubic's overshoot, just fits 32 bits.</summary>
    public const int FractionBits = 22;

    private readonly int[] _first, _count, _weights;
    private readonly int _stride;

    private ResampleAxis(int length, int stride) => (_first, _count, _weights, _stride) = (new int[length], new int[length], new int[length * stride], stride);

    /// <summary>Target positions.</summary>
    public int Length => _first.Length;

    /// <summary>One behind the last source position that is needed.</summary>
    public int End => _first[^1] + _count[^1];

    /// <summary>Weights for the <paramref name="length"/> positions from <paramref name="offset"/> of an axis that goes from one size to another.</summary>
    public static ResampleAxis Create(int from, int to, int offset, int length, ResampleKernel kernel)
    {
        var scale = (double)from / to;
        var width = Math.Max(scale, 1);
        var support = kernel.Support * width;
        var axis = new ResampleAxis(length, (int)Math.Ceiling(support) * 2 + 1);
        var weights = new double[axis._stride];
        for (var i = 0; i < length; i++)
        {
            var centre = (offset + i + 0.5) * scale;
            var first = Math.Max(0, (int)(centre - support + 0.5));
            var count = Math.Min(from, (int)(centre + support + 0.5)) - first;
            var sum = 0.0;
            for (var k = 0; k < count; k++)
                sum += weights[k] = kernel.Weight((first + k - centre + 0.5) * (1 / width));
            for (var k = 0; k < count; k++)
                axis._weights[i * axis._stride + k] = (int)Math.Round(weights[k] / sum * (1 << FractionBits), MidpointRounding.AwayFromZero);
            (axis._first[i], axis._count[i]) = (first, count);
        }

        return axis;
    }

    /// <summary>The first source position of a target position.</summary>
    public int First(int index) => _first[index];

    /// <summary>The weights of a target position, for consecutive source positions.</summary>
    public ReadOnlySpan<int> Weights(int index) => _weights.AsSpan(index * _stride, _count[index]);
}
