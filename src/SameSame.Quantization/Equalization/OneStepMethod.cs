namespace SameSame.Quantization.Equalization;

/// <summary>
/// One-step equalization (Meller et al., ICML 2019): amplify every channel until its activation or kernel meets its layer's range.
/// Factors are at least 1, so consumers' columns only shrink.
/// </summary>
public sealed class OneStepMethod : IGroupMethod
{
    /// <inheritdoc/>
    public string Name => "one-step";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public EqualizationSchedule Schedule => EqualizationSchedule.Wavefront;

    /// <inheritdoc/>
    public double[] Solve(GroupProblem group)
    {
        var live = LiveChannels.Find(group);
        return LiveChannels.Complete(group, live, Amplification.Amplify(group, live, [.. Enumerable.Repeat(1.0, group.Count)]));
    }
}
