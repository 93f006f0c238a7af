namespace SameSame.Quantization.Equalization;

/// <summary>
/// How strongly rounding a group's tensors, producers and consumers disturbs its consumers' outputs, under the factors already applied:
/// <c>N(c) = sum_i (R_A^2 a_i + R_1^2 b_i) / c_i^2 + R_2^2 d_i c_i^2</c> with the ranges <c>R_A</c> of the tensors, <c>R_1</c> of the producers' weights and <c>R_2</c> of
/// the consumers' that <c>c</c> leads to. A uniform quantizer of n steps over R adds <c>R^2 / (12 n^2)</c>.
/// </summary>
/// <param name="Activation"><c>a_i = sum_s |W_s[:,i]|^2 / (12 (2^bA - 1)^2)</c>.</param>
/// <param name="Kernel"><c>b_i = E|x_in|^2 sum_s |W_s[:,i]|^2 / (12 (2^(bW-1) - 1)^2)</c>; 0 where every output channel has a scale of its own.</param>
/// <param name="Column"><c>d_i = E[x_i^2] taps outputs / (12 (2^(bW-1) - 1)^2)</c>.</param>
public sealed record GroupNoise(double[] Activation, double[] Kernel, double[] Column)
{
    /// <summary>The noise with factors <paramref name="c"/>.</summary>
    public double Of(GroupProblem group, bool[] live, double[] c)
    {
        var activations = Range(group.Activations, group.ActivationsOutside, live, c, invert: false);
        var kernels = Range(group.Kernels, group.KernelsOutside, live, c, invert: false);
        var columns = Range(group.Columns, group.ColumnsOutside, live, c, invert: true);
        var sum = 0.0;
        for (var i = 0; i < c.Length; i++)
        {
            if (live[i])
                sum += (activations * activations * Activation[i] + kernels * kernels * Kernel[i]) / (c[i] * c[i]) + columns * columns * Column[i] * c[i] * c[i];
        }

        return sum;
    }

    private static double Range(double[][] rows, double[] outside, bool[] live, double[] c, bool invert)
    {
        var range = outside.Length > 0 ? outside.Max() : 0;
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                if (live[i])
                    range = Math.Max(range, invert ? row[i] / c[i] : row[i] * c[i]);
            }
        }

        return range;
    }
}
