using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Search;

namespace SameSame.Quantization.Tests.Search;

/// <summary>Scores candidates by the noise model itself, or as a test says; keeps a list of what was asked.</summary>
internal sealed class ModelWorker(EqualizationProblem problem, QuantizationScheme scheme, Func<Factorization, CalibrationFold, double>? score = null) : ISearchWorker
{
    private readonly NoiseModel _model = new(problem, scheme);

    /// <summary>Everything that was scored.</summary>
    public List<(Factorization Candidate, CalibrationFold Fold)> Asked { get; } = [];

    /// <summary>A whole search.</summary>
    public static Factorization Search(EqualizationProblem problem, QuantizationScheme scheme, SearchMethod method, ModelWorker? worker = null) =>
        new FactorSearch(problem, scheme, method, worker ?? new ModelWorker(problem, scheme)).RunAsync(Others(problem, scheme), CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>The closed forms.</summary>
    public static List<Factorization> Others(EqualizationProblem problem, QuantizationScheme scheme) => [.. EqualizationMethods.GroupMethods.Select(m => EqualizationDriver.Run(problem, m, scheme))];

    public double Score(double[] factors) => -10 * Math.Log10(_model.Evaluate([.. factors.Select(f => Math.Log(f))], 64, 1, new double[factors.Length]));

    public Task<double[]> ScoreAsync(IReadOnlyList<Factorization> candidates, CalibrationFold fold, CancellationToken cancellation)
    {
        Asked.AddRange(candidates.Select(c => (c, fold)));
        return Task.FromResult(candidates.Select(c => score?.Invoke(c, fold) ?? Score(c.Factors)).ToArray());
    }

    public Task<double[][]> MinimizeAsync(double[] start, IReadOnlyList<double> activationWeights, CancellationToken cancellation) =>
        Task.FromResult(activationWeights.Select(w => NoiseMinimizer.Run(problem, _model, start, w, cancellation)).ToArray());
}
