using SameSame.Quantization.Schemes;

namespace SameSame.Quantization.Equalization;

/// <summary>Solves a batch of groups that do not read one another's factors, in any order and anywhere; results in the order given.</summary>
/// <param name="groups">Indices of the groups.</param>
/// <param name="problems">Their ranges.</param>
/// <param name="cancellation">Stops the run.</param>
public delegate Task<double[][]> GroupSolver(IReadOnlyList<int> groups, IReadOnlyList<GroupProblem> problems, CancellationToken cancellation);

/// <summary>
/// Walks the groups of a network on a method's schedule. Batches are solved by whoever the caller names, a loop here or grains on many
/// silos; they are merged in group order, so the factors are bit-identical however many solve them.
/// </summary>
public static class EqualizationDriver
{
    /// <summary>Coloured sweeps stop when no factor moved by more than this, relatively.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>Coloured sweeps stop after this many rounds in any case.</summary>
    public const int MaximumRounds = 50;

    /// <summary>Runs <paramref name="method"/> on this thread.</summary>
    public static Factorization Run(EqualizationProblem problem, IGroupMethod method, QuantizationScheme? scheme = null) =>
        RunAsync(problem, method, scheme, (_, problems, _) => Task.FromResult(problems.Select(method.Solve).ToArray()), CancellationToken.None)
            .GetAwaiter().GetResult();

    /// <summary>Runs <paramref name="method"/>, handing each batch to <paramref name="solver"/>.</summary>
    /// <param name="problem">The network.</param>
    /// <param name="method">The method.</param>
    /// <param name="scheme">The scheme the factors are for; needed by methods that depend on it.</param>
    /// <param name="solver">Solves batches.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <exception cref="InvalidOperationException">A solver returned a factor that is not positive and finite.</exception>
    public static async Task<Factorization> RunAsync(
        EqualizationProblem problem, IGroupMethod method, QuantizationScheme? scheme, GroupSolver solver, CancellationToken cancellation)
    {
        var factors = new double[problem.ClassCount];
        Array.Fill(factors, 1.0);
        if (method.Schedule == EqualizationSchedule.None || problem.Groups.Count == 0)
            return new Factorization(method.Name, factors, 0);

        var adjacency = new GroupAdjacency(problem);
        if (method.Schedule == EqualizationSchedule.Wavefront)
        {
            foreach (var wave in adjacency.Waves())
                await SolveBatchAsync(problem, scheme, wave, factors, solver, cancellation).ConfigureAwait(false);
            return new Factorization(method.Name, factors, 1);
        }

        var colours = adjacency.Colours();
        for (var round = 1; ; round++)
        {
            var moved = 0.0;
            foreach (var colour in colours)
                moved = Math.Max(moved, await SolveBatchAsync(problem, scheme, colour, factors, solver, cancellation).ConfigureAwait(false));
            if (moved < Tolerance || round == MaximumRounds)
                return new Factorization(method.Name, factors, round);
        }
    }

    private static async Task<double> SolveBatchAsync(
        EqualizationProblem problem, QuantizationScheme? scheme, int[] groups, double[] factors, GroupSolver solver, CancellationToken cancellation)
    {
        var snapshot = (double[])factors.Clone();
        var problems = groups.AsParallel().AsOrdered().Select(g => GroupView.Of(problem, problem.Groups[g], snapshot, scheme)).ToList();
        var solutions = await solver(groups, problems, cancellation).ConfigureAwait(false);
        var moved = 0.0;
        for (var b = 0; b < groups.Length; b++)
        {
            var classes = problem.Groups[groups[b]].Classes;
            for (var i = 0; i < classes.Length; i++)
            {
                var factor = solutions[b][i];
                if (!(factor > 0) || !double.IsFinite(factor))
                    throw new InvalidOperationException($"group {groups[b]}: the method returned the factor {factor} for class {classes[i]}");
                factors[classes[i]] *= factor;
                moved = Math.Max(moved, Math.Abs(factor - 1));
            }
        }

        return moved;
    }
}
