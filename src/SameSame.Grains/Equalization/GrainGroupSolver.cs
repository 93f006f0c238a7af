using SameSame.Quantization.Equalization;

namespace SameSame.Grains.Equalization;

/// <summary>Solves batches of groups on LayerEqualizer grains, one grain a group; a grain that stops answering is replaced by another elsewhere.</summary>
/// <param name="grains">Reaches the grains.</param>
/// <param name="prefix">First part of the grains' keys: the profile the factors belong to, and what they are for.</param>
/// <param name="method">Name of the method.</param>
/// <param name="timeout">How long one group may go without an answer.</param>
public sealed class GrainGroupSolver(IGrainFactory grains, string prefix, string method, TimeSpan timeout)
{
    private readonly EqualizerCalls _calls = new(grains, $"{prefix}/{method}", timeout);
    private int _round;

    /// <summary>The silos that solved groups so far.</summary>
    public HashSet<string> Silos { get; } = new(StringComparer.Ordinal);

    /// <summary>A <see cref="GroupSolver"/>.</summary>
    public async Task<double[][]> SolveAsync(IReadOnlyList<int> groups, IReadOnlyList<GroupProblem> problems, CancellationToken cancellation)
    {
        var round = _round++;
        var solutions = await Task.WhenAll(groups.Select((g, i) => _calls.AskAsync(g, grain => grain.SolveAsync(method, round, problems[i]), cancellation))).ConfigureAwait(false);
        Silos.UnionWith(solutions.Select(s => s.Silo));
        return [.. solutions.Select(s => s.Factors)];
    }
}
