namespace SameSame.Quantization.Equalization;

/// <summary>
/// Cross-layer equalization (Nagel et al., "Data-Free Quantization through Weight Equalization and Bias Correction", ICCV 2019,
/// equations 9 to 11), weights only and in coordinate form, so that it holds for any channel class:
/// <c>r1_i = max_p K_pi/K_p</c>, <c>r2_i = max_s V_si/V_s</c>, <c>c_i = sqrt(r2_i/r1_i) * sqrt(geomean_s V_s / geomean_p K_p)</c>.
/// Pairs and conv-depthwise-conv triples have the same fixed point.
/// </summary>
/// <remarks>
/// A channel whose values come from its bias and not from its weights (<see cref="BiasCarried"/>) counts as degenerate: by its weights alone it would be enlarged until its bias had
/// the tensor's range to itself, and every rounded weight that reads it would be multiplied with that bias. The paper leaves high biases to absorption.
/// </remarks>
public sealed class CrossLayerEqualizationMethod : IGroupMethod
{
    /// <inheritdoc/>
    public string Name => "cle";

    /// <inheritdoc/>
    public int Version => 2;

    /// <inheritdoc/>
    public EqualizationSchedule Schedule => EqualizationSchedule.ColouredSweeps;

    /// <inheritdoc/>
    public double[] Solve(GroupProblem group)
    {
        bool[] live = [.. LiveChannels.Find(group).Select((l, i) => l && group.Carried?[i] != true)];
        var factors = new double[group.Count];
        Array.Fill(factors, 1.0);
        if (group.Kernels.Length > 0 && group.Columns.Length > 0 && live.Contains(true))
        {
            var kernelRanges = Ranges(group.Kernels, group.KernelsOutside, live);
            var columnRanges = Ranges(group.Columns, group.ColumnsOutside, live);
            var level = GeometricMean(columnRanges) / GeometricMean(kernelRanges);
            for (var i = 0; i < factors.Length; i++)
            {
                if (live[i])
                    factors[i] = Math.Sqrt(level * Share(group.Columns, columnRanges, i) / Share(group.Kernels, kernelRanges, i));
            }
        }

        return LiveChannels.Complete(group, live, factors);
    }

    private static double[] Ranges(double[][] rows, double[] outside, bool[] live) =>
        [.. rows.Select((row, r) => Math.Max(outside[r], row.Where((_, i) => live[i]).Max()))];

    private static double Share(double[][] rows, double[] ranges, int i) => rows.Select((row, r) => row[i] / ranges[r]).Max();

    private static double GeometricMean(double[] values) => Math.Exp(values.Average(Math.Log));
}
