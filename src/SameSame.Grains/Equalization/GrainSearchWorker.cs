using SameSame.Contracts.Equalization;
using SameSame.Grains.Artifacts;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Search;

namespace SameSame.Grains.Equalization;

/// <summary>Spreads a search over LayerEqualizer grains, one grain a piece.</summary>
/// <param name="grains">Reaches the grains.</param>
/// <param name="prefix">First part of the grains' keys: profile, method and scheme.</param>
/// <param name="job">Model, statistics and scheme of every piece.</param>
/// <param name="timeout">How long a piece may go without an answer.</param>
/// <param name="measured">Called after each measurement, on any thread.</param>
public sealed class GrainSearchWorker(IGrainFactory grains, string prefix, SearchJob job, TimeSpan timeout, Action? measured = null) : ISearchWorker
{
    private readonly EqualizerCalls _calls = new(grains, prefix, timeout);
    private int _pieces;

    /// <summary>The silos that took part so far.</summary>
    public HashSet<string> Silos { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<double[]> ScoreAsync(IReadOnlyList<Factorization> candidates, CalibrationFold fold, CancellationToken cancellation)
    {
        var answers = await AskAsync(candidates.Select(c => job with { Candidate = FactorizationFormat.Write(c), Fold = fold }), measured, cancellation).ConfigureAwait(false);
        return [.. answers.Select(a => a.Decibels)];
    }

    /// <inheritdoc/>
    public async Task<double[][]> MinimizeAsync(double[] start, IReadOnlyList<double> activationWeights, CancellationToken cancellation)
    {
        var answers = await AskAsync(activationWeights.Select(w => job with { Start = start, ActivationWeight = w }), null, cancellation).ConfigureAwait(false);
        return [.. answers.Select(a => a.Factors!)];
    }

    private async Task<SearchAnswer[]> AskAsync(IEnumerable<SearchJob> jobs, Action? answered, CancellationToken cancellation)
    {
        // Each piece has a grain of its own, so a late answer to one cannot be taken for another's.
        var answers = await Task.WhenAll(jobs.ToList().Select(AskOneAsync)).ConfigureAwait(false);
        Silos.UnionWith(answers.Select(a => a.Silo));
        return answers;

        async Task<SearchAnswer> AskOneAsync(SearchJob piece)
        {
            var answer = await _calls.AskAsync(_pieces++, grain => grain.SearchAsync(piece), cancellation).ConfigureAwait(false);
            answered?.Invoke();
            return answer;
        }
    }
}
