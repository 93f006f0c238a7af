using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SameSame.Contracts.Work;
using SameSame.Grains.Artifacts;
using SameSame.Quantization.Equalization;

namespace SameSame.Grains.Equalization;

/// <summary>Finds a method's factors for a profile, off the grain scheduler, its groups spread over LayerEqualizer grains.</summary>
public sealed partial class ProfileFactorizer(
    IGrainFactory grains, IProblemSource problems, IArtifactStore artifacts, IOptions<ClusterOptions> options, ILogger<ProfileFactorizer> log)
{
    /// <summary>Returns the artifact that holds the factors.</summary>
    public async Task<string> RunAsync(string profile, IEqualizationMethod method, ModelSource source, string statistics)
    {
        var problem = await problems.BuildAsync(source, statistics, CancellationToken.None).ConfigureAwait(false);
        var solver = new GrainGroupSolver(grains, profile, method.Name, TimeSpan.FromSeconds(options.Value.EqualizerTimeoutSeconds));
        var factorization = await EqualizationDriver.RunAsync(problem, method, solver.SolveAsync, CancellationToken.None).ConfigureAwait(false);
        LogFactorized(source.Model, method.Name, problem.Groups.Count, factorization.Rounds, solver.Silos.Count);
        return await artifacts.PutAsync(FactorizationFormat.Write(factorization), CancellationToken.None).ConfigureAwait(false);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Model}: {Method} solved {Groups} groups in {Rounds} rounds on {Silos} silos")]
    private partial void LogFactorized(string model, string method, int groups, int rounds, int silos);
}
