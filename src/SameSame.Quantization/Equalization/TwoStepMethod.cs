namespace SameSame.Quantization.Equalization;

/// <summary>
/// Two-step equalization (Meller et al., ICML 2019), in the repaired form: first attenuate each channel by what all of its consumers can
/// take back, <c>w_i = max_s V_si / V_s</c>, then amplify. <c>c_i >= w_i</c>, so no consumer's range grows.
/// </summary>
/// <remarks>
/// The authors' published code differs: a layer with exactly one consumer keeps <c>w = 1</c>, a depthwise kernel's range collapses to a
/// scalar, and signed outputs use only the positive range.
/// </remarks>
public sealed class TwoStepMethod : IGroupMethod
{
    /// <inheritdoc/>
    public string Name => "two-step";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public EqualizationSchedule Schedule => EqualizationSchedule.Wavefront;

    /// <inheritdoc/>
    public double[] Solve(GroupProblem group)
    {
        var live = LiveChannels.Find(group);
        return LiveChannels.Complete(group, live, Amplification.Amplify(group, live, Attenuation(group, live)));
    }

    /// <summary><c>w_i = max_s V_si / V_s</c> in (0, 1]; 1 where nothing consumes the group.</summary>
    public static double[] Attenuation(GroupProblem group, bool[] live)
    {
        var w = new double[group.Count];
        if (group.Columns.Length == 0)
            Array.Fill(w, 1.0);
        for (var s = 0; s < group.Columns.Length; s++)
        {
            var range = group.ColumnsOutside[s];
            for (var i = 0; i < w.Length; i++)
                range = live[i] ? Math.Max(range, group.Columns[s][i]) : range;
            for (var i = 0; i < w.Length && range > 0; i++)
                w[i] = Math.Max(w[i], Math.Min(1, group.Columns[s][i] / range));
        }

        for (var i = 0; i < w.Length; i++)
            w[i] = w[i] > 0 ? w[i] : 1;
        return w;
    }
}
