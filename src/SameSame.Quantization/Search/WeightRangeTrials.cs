using SameSame.Quantization.Equalization;

namespace SameSame.Quantization.Search;

/// <summary>
/// Narrows and widens the range of one layer's weights after the other and keeps what helps the whole network: at few bits the rounding of a layer's own
/// weights decides, which no model of even noise knows. All steps of a round are measured from the same start, so that they can be measured side by side; steps that help
/// alone are then taken together, the best first, as many of them as help together.
/// </summary>
/// <param name="problem">The network.</param>
/// <param name="model">Its noise: the layers that add most are tried, in that order.</param>
/// <param name="budget">Most candidates that may be measured.</param>
/// <param name="measure">Measures candidates on a fold.</param>
internal sealed class WeightRangeTrials(
    EqualizationProblem problem, NoiseModel model, int budget, Func<IReadOnlyList<Factorization>, CalibrationFold, CancellationToken, Task<double[]>> measure)
{
    // A layer that adds less than this share of all noise cannot change it by a hundredth of a decibel.
    private const double LeastShare = 0.005;

    // Decibels: what makes a step worth taking, and what makes another round worth its time.
    private const double LeastGain = 0.005, LeastRound = 0.15;

    // Measurements of steps taken together: from one step to all of them, each time half as many more.
    private const int Together = 10;
    private static readonly double[] Wide = [0.85, 0.93, 1.07], Narrow = [0.9, 0.96, 1.04];

    /// <summary>Runs rounds until one gains little or the budget is spent.</summary>
    public async Task<Factorization> RunAsync(Factorization start, CancellationToken cancellation)
    {
        var layers = ByNoise(start.Factors);
        var (best, left, steps) = (start, budget, Wide);
        while (true)
        {
            var tried = layers.Take(Math.Max(0, (left - Together) / steps.Length)).ToList();
            if (tried.Count == 0)
                return best;
            (best, var gain) = await RoundAsync(best, tried, steps, cancellation).ConfigureAwait(false);
            if (gain < LeastRound)
                return best;
            left -= tried.Count * steps.Length + 1 + Together;
            steps = Narrow;
        }
    }

    private List<string> ByNoise(double[] factors)
    {
        var (layers, tensors) = model.Shares(factors);
        var least = LeastShare * (layers.Sum() + tensors.Sum());
        return [.. layers.Select((noise, n) => (Noise: noise, problem.Layers[n].Name)).Where(l => l.Noise >= least).OrderByDescending(l => l.Noise).Select(l => l.Name)];
    }

    private async Task<(Factorization Best, double Gain)> RoundAsync(Factorization start, List<string> layers, double[] steps, CancellationToken cancellation)
    {
        var all = layers.SelectMany(l => steps.Select(s => (Layer: l, Step: s))).ToList();
        var scores = await measure([start, .. all.Select(m => With(start, [m]))], CalibrationFold.Trial, cancellation).ConfigureAwait(false);
        var moves = layers.Select((_, n) => Enumerable.Range(n * steps.Length, steps.Length).MaxBy(m => scores[1 + m]))
            .Where(m => scores[1 + m] > scores[0] + LeastGain).OrderByDescending(m => scores[1 + m]).Select(m => all[m]).ToList();
        if (moves.Count == 0)
            return (start, 0);
        Factorization[] together = [start, .. Prefixes(moves.Count).Select(n => With(start, moves.Take(n)))];
        scores = await measure(together, CalibrationFold.Fit, cancellation).ConfigureAwait(false);
        var best = Array.IndexOf(scores, scores.Max());
        return (together[best], scores[best] - scores[0]);
    }

    // At most nine of them: a budget of hundreds of moves is far away.
    private static IEnumerable<int> Prefixes(int count)
    {
        for (var n = 1; n < count && n < 40; n += (n + 1) / 2)
            yield return n;
        yield return count;
    }

    private static Factorization With(Factorization start, IEnumerable<(string Layer, double Step)> moves)
    {
        var shares = new SortedDictionary<string, double>(start.WeightHeadroom?.ToDictionary(StringComparer.Ordinal) ?? [], StringComparer.Ordinal);
        foreach (var (layer, step) in moves)
            shares[layer] = shares.GetValueOrDefault(layer, 1) * step;
        return start with { WeightHeadroom = shares };
    }
}
