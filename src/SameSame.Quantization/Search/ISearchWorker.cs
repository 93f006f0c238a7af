using SameSame.Quantization.Equalization;

namespace SameSame.Quantization.Search;

/// <summary>
/// Does the heavy parts of a search for one model and scheme. A batch may be spread over threads and machines; what comes back does not depend on that.
/// </summary>
public interface ISearchWorker
{
    /// <summary>Logit signal to noise of each candidate's quantized network against FP32, in decibels, in the order given.</summary>
    Task<double[]> ScoreAsync(IReadOnlyList<Factorization> candidates, CalibrationFold fold, CancellationToken cancellation);

    /// <summary>The least of the <see cref="NoiseModel"/> from <paramref name="start"/> for each weight of activation noise: factors, one a class.</summary>
    Task<double[][]> MinimizeAsync(double[] start, IReadOnlyList<double> activationWeights, CancellationToken cancellation);
}
