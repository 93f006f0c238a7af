using SameSame.Evaluation.Sessions;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Search;

namespace SameSame.Evaluation.Measurement;

/// <summary>Searches in this process: candidates side by side, one a core.</summary>
public sealed class ParallelSearchWorker(EqualizationProblem problem, NetworkScorer scorer, QuantizationScheme scheme, int parallel) : ISearchWorker
{
    // One thread inside a session: sums are added in the same order however many candidates run beside it.
    private static readonly SessionSettings Session = new(Threads: 1);

    /// <inheritdoc/>
    public Task<double[]> ScoreAsync(IReadOnlyList<Factorization> candidates, CalibrationFold fold, CancellationToken cancellation) =>
        EachAsync(candidates, (candidate, token) => scorer.Score(candidate, scheme, fold, Session, token), cancellation);

    /// <inheritdoc/>
    public Task<double[][]> MinimizeAsync(double[] start, IReadOnlyList<double> activationWeights, CancellationToken cancellation)
    {
        var model = new NoiseModel(problem, scheme);
        return EachAsync(activationWeights, (weight, token) => NoiseMinimizer.Run(problem, model, start, weight, token), cancellation);
    }

    private async Task<TResult[]> EachAsync<TItem, TResult>(IReadOnlyList<TItem> items, Func<TItem, CancellationToken, TResult> work, CancellationToken cancellation)
    {
        var results = new TResult[items.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellation };
        await Parallel.ForAsync(0, results.Length, options, (i, token) =>
        {
            results[i] = work(items[i], token);
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        return results;
    }
}
