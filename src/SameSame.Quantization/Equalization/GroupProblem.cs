namespace SameSame.Quantization.Equalization;

/// <summary>
/// One group's ranges with the factors found so far applied: all that a closed-form method reads, and small enough to send to
/// another machine. Arrays are indexed <c>[tensor or layer][class within the group]</c>.
/// </summary>
/// <param name="Activations"><c>A_ti</c>: greatest magnitude of class i in tensor t.</param>
/// <param name="ActivationsOutside">Per tensor, the greatest magnitude among channels of other groups (Concat partners) and pinned ones; 0 where there are none.</param>
/// <param name="Kernels"><c>K_pi</c>: greatest weight that produces class i in layer p.</param>
/// <param name="KernelsOutside">Per producer, the greatest weight of outputs outside the group.</param>
/// <param name="Columns"><c>V_si</c>: greatest weight that layer s applies to class i.</param>
/// <param name="ColumnsOutside">Per consumer, the greatest weight it applies to inputs outside the group.</param>
public sealed record GroupProblem(
    double[][] Activations,
    double[] ActivationsOutside,
    double[][] Kernels,
    double[] KernelsOutside,
    double[][] Columns,
    double[] ColumnsOutside)
{
    /// <summary>The noise that rounding adds, where the problem was made for a scheme.</summary>
    public GroupNoise? Noise { get; init; }

    /// <summary>Classes whose values come from a bias and not from weights (<see cref="BiasCarried"/>); null where there are none.</summary>
    public bool[]? Carried { get; init; }

    /// <summary>Number of classes in the group.</summary>
    public int Count => (Kernels.Length > 0 ? Kernels : Columns.Length > 0 ? Columns : Activations)[0].Length;
}
