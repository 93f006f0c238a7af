namespace SameSame.Quantization.Equalization;

/// <summary>
/// SmoothQuant's trade between activation and weight (Xiao et al., ICML 2023, equation 4), in coordinate form: <c>c_i = V_i^(1-a) / A_i^a</c>, with the
/// exponent <c>a</c> of each group chosen from a grid by the noise that the group's layers and tensors would add.
/// </summary>
public sealed class SmoothMethod : IGroupMethod
{
    private const int Grid = 20;

    /// <inheritdoc/>
    public string Name => "smooth";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public bool DependsOnScheme => true;

    /// <inheritdoc/>
    public EqualizationSchedule Schedule => EqualizationSchedule.ColouredSweeps;

    /// <inheritdoc/>
    public double[] Solve(GroupProblem group)
    {
        var live = LiveChannels.Find(group);
        double[] best = [.. Enumerable.Repeat(1.0, group.Count)];
        if (group.Noise is not { } noise || group.Activations.Length == 0 || group.Columns.Length == 0 || !live.Contains(true))
            return best;
        var least = noise.Of(group, live, best);
        for (var n = 0; n <= Grid; n++)
        {
            var candidate = LiveChannels.Complete(group, live, Trade(group, live, (double)n / Grid));
            // Only a clear gain moves a group, so that sweeps come to rest.
            if (noise.Of(group, live, candidate) is var total && total < least * (1 - 1e-6))
                (best, least) = (candidate, total);
        }

        return best;
    }

    private static double[] Trade(GroupProblem group, bool[] live, double exponent)
    {
        var c = new double[group.Count];
        double before = 0, after = 0;
        for (var i = 0; i < c.Length; i++)
        {
            if (!live[i])
                continue;
            var activation = group.Activations.Max(t => t[i]);
            c[i] = Math.Pow(group.Columns.Max(s => s[i]), 1 - exponent) / Math.Pow(activation, exponent);
            before = Math.Max(before, activation);
            after = Math.Max(after, activation * c[i]);
        }

        // The level of a group is free; keeping the tensor's range keeps other groups' ranges comparable.
        return [.. c.Select(x => x * before / after)];
    }
}
