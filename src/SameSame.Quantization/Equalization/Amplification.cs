namespace SameSame.Quantization.Equalization;

/// <summary>
/// The amplifying step that the paper's one-step and two-step share (Meller et al., ICML 2019, section 4): starting from
/// weights <c>w</c>, each class grows until one of its activations or kernels meets its tensor's or layer's range.
/// </summary>
internal static class Amplification
{
    /// <summary>No class grows by more than this in one step, as in the paper.</summary>
    public const double Cap = 16;

    /// <summary><c>c_i = w_i * min(16, min_t max_j(A_tj w_j)/(A_ti w_i), min_p max_j(K_pj w_j)/(K_pi w_i))</c>, then Concat partners share their range.</summary>
    public static double[] Amplify(GroupProblem group, bool[] live, double[] w)
    {
        var c = new double[w.Length];
        var tensorMax = group.Activations.Select(row => Max(row, live, w)).ToArray();
        var kernelMax = group.Kernels.Select((row, p) => Math.Max(Max(row, live, w), group.KernelsOutside[p])).ToArray();
        for (var i = 0; i < w.Length; i++)
        {
            if (!live[i])
                continue;
            var growth = Cap;
            for (var t = 0; t < tensorMax.Length; t++)
                growth = Math.Min(growth, tensorMax[t] / (group.Activations[t][i] * w[i]));
            for (var p = 0; p < kernelMax.Length; p++)
                growth = Math.Min(growth, kernelMax[p] / (group.Kernels[p][i] * w[i]));
            c[i] = w[i] * Math.Max(1, growth);
        }

        return ShareConcatRange(group, live, c);
    }

    // A partner with a wider range sets the quantization step of the concatenated tensor; growing to meet it is free.
    private static double[] ShareConcatRange(GroupProblem group, bool[] live, double[] c)
    {
        var growth = double.PositiveInfinity;
        for (var t = 0; t < group.Activations.Length; t++)
        {
            var own = Max(group.Activations[t], live, c);
            if (group.ActivationsOutside[t] > 0 && own > 0)
                growth = Math.Min(growth, group.ActivationsOutside[t] / own);
        }

        // Outputs of the same layer that are not in the group would lose resolution, so growth stops at the layer's range.
        for (var p = 0; p < group.Kernels.Length; p++)
        {
            var own = Max(group.Kernels[p], live, c);
            if (group.KernelsOutside[p] > 0 && own > 0)
                growth = Math.Min(growth, group.KernelsOutside[p] / own);
        }

        return double.IsFinite(growth) && growth > 1 ? [.. c.Select(x => x * growth)] : c;
    }

    private static double Max(double[] row, bool[] live, double[] w)
    {
        var max = 0.0;
        for (var i = 0; i < row.Length; i++)
        {
            if (live[i])
                max = Math.Max(max, row[i] * w[i]);
        }

        return max;
    }
}
