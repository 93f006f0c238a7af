using SameSame.Contracts.Work;
using SameSame.Quantization.Equalization;

namespace SameSame.Grains.Equalization;

/// <summary>Builds the equalization problem of a model from its file and its calibration statistics. Heavy: never on a grain's scheduler.</summary>
public interface IProblemSource
{
    /// <summary>The problem.</summary>
    Task<EqualizationProblem> BuildAsync(ModelSource source, string statisticsArtifact, CancellationToken cancellation);
}
