using SameSame.Quantization.BiasCorrection;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;

namespace SameSame.Quantization.Search;

/// <summary>
/// The search for the representation that quantizes best. On the fit fold: measure every closed form and the minima of the <see cref="NoiseModel"/>, then mix the best with
/// the others in <c>log c</c> as long as that helps. On the selection fold: choose the ranges' headroom. On the fit fold: try the weights' ranges layer by layer. On the selection fold:
/// compare what came of it with every other method as it is; the better one is returned, so that the result is never worse there than any of them.
/// </summary>
/// <remarks>
/// Candidates are measured whole: the quantized network's logits against FP32, under the scheme's own calibrator and bias correction (on the fit fold a quick one). Errors of single layers do not add
/// up to that, since they are correlated and later layers cancel part of them.
/// </remarks>
public sealed class FactorSearch(EqualizationProblem problem, QuantizationScheme scheme, SearchMethod method, ISearchWorker worker)
{
    internal const int TrialsPerCandidate = 3;
    private const double Gain = 0.02;
    private const string MixOf = "mix of ";
    private const int MixPartners = 2;
    private const int RangeCandidates = 8;
    private const int Finalists = 3;
    private static readonly double[] ActivationWeights = [1, 0.25, 4];
    private static readonly double[] Mixes = [-0.25, 0.25, 0.5];
    private int _measured;

    /// <summary>Runs the search.</summary>
    /// <param name="others">The closed forms' factors for the same scheme.</param>
    /// <param name="cancellation">Stops the run.</param>
    public async Task<Factorization> RunAsync(IReadOnlyList<Factorization> others, CancellationToken cancellation)
    {
        var start = (others.FirstOrDefault(o => o.Method == "cle") ?? others[0]).Factors;
        var analytic = await AnalyticAsync(start, ActivationWeights, cancellation).ConfigureAwait(false);
        var ranked = await RankAsync([.. others.Select(o => Candidate(o.Factors, o.Method)), .. analytic], cancellation).ConfigureAwait(false);
        ranked = await WeighAsync(start, ranked, cancellation).ConfigureAwait(false);
        ranked = await MixAsync(ranked, cancellation).ConfigureAwait(false);
        var model = new NoiseModel(problem, scheme);
        var best = await ChooseRangesAsync(model, await ChooseFactorsAsync(ranked, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        var trials = new WeightRangeTrials(problem, model, TrialsPerCandidate * method.Budget, MeasureAsync);
        return await CompareAsync(await trials.RunAsync(best, cancellation).ConfigureAwait(false), best, others, cancellation).ConfigureAwait(false);
    }

    private async Task<IEnumerable<Factorization>> AnalyticAsync(double[] start, double[] weights, CancellationToken cancellation) =>
        (await worker.MinimizeAsync(start, weights, cancellation).ConfigureAwait(false)).Select((factors, n) => Candidate(factors, AnalyticName(weights[n])));

    private static string AnalyticName(double weight) => FormattableString.Invariant($"analytic x{weight}");

    // Activations pass through functions that the model counts as transparent, so their noise may count for more or for less than it says.
    private async Task<List<(Factorization Candidate, double Score)>> WeighAsync(
        double[] start, List<(Factorization Candidate, double Score)> ranked, CancellationToken cancellation)
    {
        foreach (var (last, next) in new[] { (4.0, 16.0), (16, 64), (0.25, 0.0625) })
        {
            if (ranked[0].Candidate.Origin != AnalyticName(last) || _measured >= method.Budget)
                continue;
            var further = await AnalyticAsync(start, [next], cancellation).ConfigureAwait(false);
            ranked = [.. ranked.Concat(await RankAsync([.. further], cancellation).ConfigureAwait(false)).OrderByDescending(r => r.Score)];
        }

        return ranked;
    }

    private async Task<List<(Factorization Candidate, double Score)>> RankAsync(IReadOnlyList<Factorization> candidates, CancellationToken cancellation)
    {
        var scores = await MeasureAsync(candidates, CalibrationFold.Fit, cancellation).ConfigureAwait(false);
        return [.. candidates.Zip(scores).OrderByDescending(p => p.Second).Select(p => (p.First, p.Second))];
    }

    // Pattern search along the lines that join the best candidate with the next ones, outwards too.
    private async Task<List<(Factorization Candidate, double Score)>> MixAsync(List<(Factorization Candidate, double Score)> ranked, CancellationToken cancellation)
    {
        while (_measured + Mixes.Length * MixPartners + RangeCandidates <= method.Budget)
        {
            var best = ranked[0];
            var mixes = ranked.Skip(1).Take(MixPartners).SelectMany(other => Mixes.Select(t => Mix(best.Candidate, other.Candidate, t))).ToList();
            var tried = await RankAsync(mixes, cancellation).ConfigureAwait(false);
            if (!(tried[0].Score > best.Score + Gain))
                return ranked;
            ranked = [.. ranked.Concat(tried).OrderByDescending(r => r.Score)];
        }

        return ranked;
    }

    // Ranked under a stand-in, the first need not be the best: it is compared with the next ones, and with the best closed form, which relies least on the stand-in.
    private Task<Factorization> ChooseFactorsAsync(List<(Factorization Candidate, double Score)> ranked, CancellationToken cancellation) =>
        BiasCorrections.Quick(scheme) == scheme
            ? Task.FromResult(ranked[0].Candidate)
            : BestAsync([.. ranked.Take(Finalists).Append(ranked.First(r => EqualizationMethods.GroupMethods.Any(m => m.Name == r.Candidate.Origin))).Select(r => r.Candidate).Distinct()], cancellation);

    private async Task<Factorization> ChooseRangesAsync(NoiseModel model, Factorization best, CancellationToken cancellation)
    {
        var shares = HeadroomModel.Shares(problem, model, best.Factors, scheme.Bits.Activations);
        Factorization[] weights = [best, best with { WeightCalibrator = "mse" }];
        best = await BestAsync(scheme.Calibrator == "mse" ? weights[..1] : weights, cancellation).ConfigureAwait(false);
        var ranges = new List<Factorization> { best };
        foreach (var uniform in new[] { 0.8, 0.9, 1.1 })
            ranges.Add(best with { ActivationHeadroom = problem.Tensors.ToDictionary(t => t.Name, _ => uniform, StringComparer.Ordinal) });
        foreach (var power in new[] { 0.5, 1 })
            ranges.Add(best with { ActivationHeadroom = Relative(shares, best.Factors, power) });
        return await BestAsync(ranges, cancellation).ConfigureAwait(false);
    }

    // Shares are of the whole range; headroom is of what the scheme's calibrator covers.
    private Dictionary<string, double> Relative(Dictionary<string, double> shares, double[] factors, double power)
    {
        var calibrator = Calibrators.Get(scheme.Calibrator);
        var relative = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var tensor in problem.Tensors.Where(t => shares.ContainsKey(t.Name)))
        {
            var statistics = tensor.Statistics!.Scale([.. tensor.Classes.Select(c => factors[c])]);
            var (whole, covered) = (statistics.Range().IncludingZero, calibrator.Range(statistics, scheme.Bits.Activations).IncludingZero);
            if (covered.Max - covered.Min > 0)
                relative[tensor.Name] = Math.Pow(shares[tensor.Name], power) * (whole.Max - whole.Min) / (covered.Max - covered.Min);
        }

        return relative;
    }

    private async Task<Factorization> CompareAsync(Factorization refined, Factorization found, IReadOnlyList<Factorization> others, CancellationToken cancellation)
    {
        Factorization[] all = [refined, .. ReferenceEquals(refined, found) ? [] : new[] { found }, .. others.Select(o => Candidate(o.Factors, $"kept {o.Method}"))];
        return await BestAsync(all, cancellation).ConfigureAwait(false) with { Rounds = _measured };
    }

    private async Task<Factorization> BestAsync(IReadOnlyList<Factorization> candidates, CancellationToken cancellation)
    {
        if (candidates.Count == 1)
            return candidates[0];
        var scores = await MeasureAsync(candidates, CalibrationFold.Selection, cancellation).ConfigureAwait(false);
        // The first wins ties.
        return candidates[Array.IndexOf(scores, scores.Max())];
    }

    private async Task<double[]> MeasureAsync(IReadOnlyList<Factorization> candidates, CalibrationFold fold, CancellationToken cancellation)
    {
        _measured += candidates.Count;
        // A network whose logits are not numbers is the worst of all.
        return [.. (await worker.ScoreAsync(candidates, fold, cancellation).ConfigureAwait(false)).Select(s => double.IsNaN(s) ? double.NegativeInfinity : s)];
    }

    private Factorization Mix(Factorization a, Factorization b, double t) =>
        Candidate([.. a.Factors.Zip(b.Factors, (x, y) => Math.Pow(x, 1 - t) * Math.Pow(y, t))], $"{MixOf}{string.Join(", ", Parents(a).Concat(Parents(b)).Distinct())}");

    private static string[] Parents(Factorization candidate) => candidate.Origin!.Replace(MixOf, "", StringComparison.Ordinal).Split(", ");

    private Factorization Candidate(double[] factors, string origin) => new(method.Name, factors, 0) { Origin = origin };
}
