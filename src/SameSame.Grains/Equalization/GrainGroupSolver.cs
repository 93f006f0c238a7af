using Orleans.Runtime;
using SameSame.Contracts.Equalization;
using SameSame.Quantization.Equalization;

namespace SameSame.Grains.Equalization;

/// <summary>Solves batches of groups on LayerEqualizer grains, one grain a group; a grain that stops answering is replaced by another elsewhere.</summary>
/// <param name="grains">Reaches the grains.</param>
/// <param name="profile">Key of the profile the factors belong to.</param>
/// <param name="method">Name of the method.</param>
/// <param name="timeout">How long one group may go without an answer.</param>
public sealed class GrainGroupSolver(IGrainFactory grains, string profile, string method, TimeSpan timeout)
{
    private const int MaximumAttempts = 5;
    private readonly Dictionary<int, int> _attempts = [];
    private int _round;

    /// <summary>The silos that solved groups so far.</summary>
    public HashSet<string> Silos { get; } = new(StringComparer.Ordinal);

    /// <summary>A <see cref="GroupSolver"/>.</summary>
    public async Task<double[][]> SolveAsync(IReadOnlyList<int> groups, IReadOnlyList<GroupProblem> problems, CancellationToken cancellation)
    {
        var round = _round++;
        var solutions = await Task.WhenAll(groups.Select((g, i) => SolveOneAsync(g, round, problems[i], cancellation))).ConfigureAwait(false);
        Silos.UnionWith(solutions.Select(s => s.Silo));
        return [.. solutions.Select(s => s.Factors)];
    }

    private async Task<GroupSolution> SolveOneAsync(int group, int round, GroupProblem problem, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            int attempt;
            lock (_attempts)
                attempt = _attempts.GetValueOrDefault(group);
            var grain = grains.GetGrain<ILayerEqualizerGrain>($"{profile}/{method}/{group}" + (attempt == 0 ? "" : $"/{attempt}"));
            try
            {
                if (await grain.SolveAsync(method, round, problem).WaitAsync(timeout, cancellation).ConfigureAwait(false) is { } solution)
                    return solution;
            }
            catch (Exception e) when (e is TimeoutException or OrleansException && attempt < MaximumAttempts)
            {
                lock (_attempts)
                    _attempts[group] = attempt + 1;
                await Task.Delay(TimeSpan.FromMilliseconds(100 << attempt), cancellation).ConfigureAwait(false);
            }
        }
    }
}
