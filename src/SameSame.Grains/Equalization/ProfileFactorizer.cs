using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SameSame.Contracts.Equalization;
using SameSame.Contracts.Work;
using SameSame.Grains.Artifacts;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Search;

namespace SameSame.Grains.Equalization;

/// <summary>Finds factors for a profile, off the grain scheduler, the work spread over LayerEqualizer grains.</summary>
public sealed partial class ProfileFactorizer(
    IGrainFactory grains, IProblemSource problems, IArtifactStore artifacts, IOptions<ClusterOptions> options, ILogger<ProfileFactorizer> log) : IDisposable
{
    private readonly SemaphoreSlim _free = new(Math.Max(1, options.Value.FactorizationsAtOnce));

    /// <summary>Returns the artifact that holds the factors.</summary>
    /// <param name="profile">Key of the profile.</param>
    /// <param name="request">Method and scheme.</param>
    /// <param name="source">The model.</param>
    /// <param name="statistics">Artifact: its calibration statistics.</param>
    /// <param name="measured">Called after each measurement of a search, on any thread.</param>
    public async Task<string> RunAsync(string profile, FactorRequest request, ModelSource source, string statistics, Action measured)
    {
        await _free.WaitAsync().ConfigureAwait(false);
        try
        {
            return await FindAsync(profile, request, source, statistics, measured).ConfigureAwait(false);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();

    private async Task<string> FindAsync(string profile, FactorRequest request, ModelSource source, string statistics, Action measured)
    {
        var problem = await problems.BuildAsync(source, statistics, CancellationToken.None).ConfigureAwait(false);
        var factorization = EqualizationMethods.Get(request.Method) switch
        {
            SearchMethod search => await SearchAsync(profile, request, search, problem, source, statistics, measured).ConfigureAwait(false),
            IGroupMethod method => await SolveAsync(profile, request.Key, method, request.Scheme, problem, source).ConfigureAwait(false),
            var other => throw new InvalidOperationException($"nobody runs methods like {other.Name}"),
        };
        return await artifacts.PutAsync(FactorizationFormat.Write(factorization), CancellationToken.None).ConfigureAwait(false);
    }

    private TimeSpan Timeout => TimeSpan.FromSeconds(options.Value.EqualizerTimeoutSeconds);

    private async Task<Factorization> SolveAsync(string profile, string key, IGroupMethod method, QuantizationScheme? scheme, EqualizationProblem problem, ModelSource source)
    {
        var solver = new GrainGroupSolver(grains, $"{profile}/{key}", method.Name, Timeout);
        var factorization = await EqualizationDriver.RunAsync(problem, method, scheme, solver.SolveAsync, CancellationToken.None).ConfigureAwait(false);
        LogFactorized(source.Model, method.Name, problem.Groups.Count, factorization.Rounds, solver.Silos.Count);
        return factorization;
    }

    private async Task<Factorization> SearchAsync(
        string profile, FactorRequest request, SearchMethod method, EqualizationProblem problem, ModelSource source, string statistics, Action measured)
    {
        var others = new List<Factorization>();
        foreach (var other in EqualizationMethods.GroupMethods)
            others.Add(await SolveAsync(profile, request.Key, other, request.Scheme, problem, source).ConfigureAwait(false));
        var worker = new GrainSearchWorker(grains, $"{profile}/{request.Key}", new SearchJob { Source = source, Statistics = statistics, Scheme = request.Scheme! }, Timeout, measured);
        var found = await new FactorSearch(problem, request.Scheme!, method, worker).RunAsync(others, CancellationToken.None).ConfigureAwait(false);
        LogSearched(source.Model, request.Key, found.Rounds, worker.Silos.Count, found.Origin);
        return found;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Model}: {Method} solved {Groups} groups in {Rounds} rounds on {Silos} silos")]
    private partial void LogFactorized(string model, string method, int groups, int rounds, int silos);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Model}: {Method} measured {Candidates} candidates on {Silos} silos: {Origin}")]
    private partial void LogSearched(string model, string method, int candidates, int silos, string? origin);
}
