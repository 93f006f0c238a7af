namespace SameSame.Quantization.Equalization;

/// <summary>All factors 1: the network as it was trained, and the baseline of every other method.</summary>
public sealed class NoneMethod : IGroupMethod
{
    /// <inheritdoc/>
    public string Name => "none";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public EqualizationSchedule Schedule => EqualizationSchedule.None;

    /// <inheritdoc/>
    public double[] Solve(GroupProblem group) => [.. Enumerable.Repeat(1.0, group.Count)];
}
