using Microsoft.Extensions.Options;
using Orleans.Runtime;
using SameSame.Contracts.Sweeps;
using SameSame.Contracts.Work;
using SameSame.Grains.Artifacts;
using SameSame.Grains.Equalization;
using SameSame.Grains.Placement;
using SameSame.Grains.Queue;
using SameSame.Grains.Storage;
using SameSame.Quantization.Equalization;

namespace SameSame.Grains.Profiles;

/// <inheritdoc cref="IModelProfileGrain"/>
[RequiresRole(SiloRoles.Coordinator)]
public sealed class ModelProfileGrain(
    [PersistentState("profile", "Default")] IPersistentState<ProfileState> state,
    ProfileFactorizer factorizer,
    IArtifactStore artifacts,
    QueueEpochs epochs,
    IOptions<ClusterOptions> options) : Grain, IModelProfileGrain
{
    // In ticks of those who ask.
    private const int AnnouncedEvery = 4;
    private readonly Dictionary<string, FactorRun> _running = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _factorErrors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Count, string? Execution)> _failures = new(StringComparer.Ordinal);
    private readonly Announcements _announced = new(AnnouncedEvery * options.Value.ReconcileSeconds);
    private IReadOnlyList<ImageRange> _ranges = [];
    private string? _error;
    private bool _artifactsChecked;

    private string Key => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public async Task<ProfileStatus> EnsureAsync(ProfileRequest request)
    {
        if (request.Restart)
        {
            _error = null;
            _factorErrors.Clear();
            _failures.Clear();
            _announced.Forget();
        }

        _ranges = ImageRange.Split(request.Images, options.Value.ShardImages);
        JoinBaseline();
        if (!_artifactsChecked || request.Restart)
            await ForgetMissingArtifactsAsync();
        var gateError = state.State.Baseline is { } baseline
            ? (request.Gate is { } gate ? GateCheck.Problem(baseline, gate) : null) ?? GateCheck.LabelProblem(baseline, request.AcceptBaseline)
            : null;
        if ((_error ?? gateError) is { } error)
            return new ProfileStatus { Error = error, Baseline = state.State.Baseline };
        await AnnounceMissingAsync(request);
        await CollectFactorsAsync(request);
        var status = Status(request);
        // Whoever asked needs nothing more: ten thousand models are not held in memory for the next one.
        if (status is { Baseline: not null, Calibration: not null } && status.Factors.Count == request.Factors.Length && _running.Count == 0)
            DeactivateOnIdle();
        return status;
    }

    /// <inheritdoc/>
    public async Task WorkEndedAsync(EndedWork[] ended)
    {
        var taken = ended.Count(Take);
        JoinBaseline();
        if (taken > 0)
            await state.WriteOrDropAsync(GrainContext);
    }

    // True where it brought something to store.
    private bool Take(EndedWork work)
    {
        var outcome = work.Outcome;
        if (outcome.Error is { } error)
        {
            var (count, counted) = _failures.GetValueOrDefault(work.Key);
            // Delivered again: the failure of an execution that is counted.
            if (work.Execution is not null && work.Execution == counted)
                return false;
            _failures[work.Key] = (count + 1, work.Execution);
            _announced.Forget();
            if (!outcome.Retriable || count + 1 >= options.Value.MaximumAttempts)
                _error = error;
            return false;
        }

        if (outcome.Baseline is { } part && state.State.Baseline is null && !state.State.BaselineParts.Exists(p => p.Parts[0].Range == part.Parts[0].Range))
            state.State.BaselineParts.Add(part);
        else if (outcome.Calibration is { } calibration && (state.State.Calibration is null || (state.State.Calibration.MomentsOnly && !calibration.MomentsOnly)))
            state.State.Calibration = calibration;
        else
            return false;
        return true;
    }

    // What runs are put together from survives a change of the parts' size in between: only what fits without a gap counts.
    private void JoinBaseline()
    {
        if (state.State.Baseline is not null || state.State.BaselineParts.Count == 0)
            return;
        var parts = _ranges.Select(r => state.State.BaselineParts.Find(p => p.Parts[0].Range == r)).ToList();
        if (parts.Count == 0 || parts.Contains(null))
            return;
        state.State.Baseline = BaselineOutcome.Join(parts!);
        state.State.BaselineParts.Clear();
    }

    // One that was made for less than this asks for does not count.
    private CalibrationOutcome? CalibrationFor(ProfileRequest request) =>
        state.State.Calibration is { } calibration && (request.MomentsOnly || !calibration.MomentsOnly) ? calibration : null;

    private string KeyOf(WorkKind kind) => $"{Key}/{kind.ToString().ToLowerInvariant()}";

    private async Task AnnounceMissingAsync(ProfileRequest request)
    {
        var missing = new List<WorkItem>();
        if (state.State.Baseline is null)
            missing.AddRange(_ranges.Where(r => !state.State.BaselineParts.Exists(p => p.Parts[0].Range == r)).Select(r => Item(WorkKind.Baseline, r)));
        if (CalibrationFor(request) is null)
            missing.Add(Item(WorkKind.Calibration, null) with { Key = KeyOf(WorkKind.Calibration) + (request.MomentsOnly ? "/moments" : ""), MomentsOnly = request.MomentsOnly });
        if (missing.Count == 0)
            return;
        _announced.Begin(await epochs.OfAsync(request.DeviceKind));
        // Once for each sweep: the queue keeps work as long as one of those it was announced for wants it.
        missing.RemoveAll(i => _announced.Contains($"{i.SweepId} {i.Key}"));
        if (missing.Count == 0)
            return;
        await GrainFactory.GetGrain<IWorkQueueGrain>(request.DeviceKind).AnnounceAsync([.. missing]);
        missing.ForEach(i => _announced.Add($"{i.SweepId} {i.Key}"));

        WorkItem Item(WorkKind kind, ImageRange? range) => new()
        {
            Key = range is null or { IsWhole: true } ? KeyOf(kind) : $"{KeyOf(kind)}/{range}",
            Kind = kind,
            Range = range is { IsWhole: true } ? null : range,
            SweepId = request.SweepId,
            Owner = new WorkOwner(WorkOwnerKind.Profile, Key),
            Source = request.Source,
        };
    }

    private async Task CollectFactorsAsync(ProfileRequest request)
    {
        // Gate first: no factors are computed for a model that does not pass it.
        if (CalibrationFor(request) is not { } calibration || state.State.Baseline is null)
            return;
        var found = false;
        foreach (var factors in request.Factors)
        {
            var name = NameOf(factors);
            if (state.State.Factors.ContainsKey(name) || _factorErrors.ContainsKey(factors.Key))
                continue;
            if (!_running.TryGetValue(name, out var run))
            {
                _running[name] = new FactorRun(factors, (f, measured) => factorizer.RunAsync(Key, f, request.Source, calibration.Statistics, measured));
            }
            else if (run.Factors.IsCompletedSuccessfully)
            {
                state.State.Factors[name] = run.Factors.Result;
                _running.Remove(name);
                found = true;
            }
            else if (run.Factors.IsFaulted)
            {
                _factorErrors[factors.Key] = run.Factors.Exception.InnerException!.Message.ReplaceLineEndings(" ");
                _running.Remove(name);
            }
        }

        if (found)
            await state.WriteOrDropAsync(GrainContext);
    }

    private ProfileStatus Status(ProfileRequest request) => new()
    {
        Baseline = state.State.Baseline,
        Calibration = CalibrationFor(request),
        Factors = request.Factors.Where(f => state.State.Factors.ContainsKey(NameOf(f))).ToDictionary(f => f.Key, f => state.State.Factors[NameOf(f)]),
        FactorErrors = request.Factors.Where(f => _factorErrors.ContainsKey(f.Key)).ToDictionary(f => f.Key, f => _factorErrors[f.Key]),
        Searches = [.. request.Factors.Select(f => _running.GetValueOrDefault(NameOf(f))?.Progress).OfType<SearchProgress>()],
    };

    // Whoever deletes artifacts loses time, not correctness: what is missing is made again.
    private async Task ForgetMissingArtifactsAsync()
    {
        _artifactsChecked = true;
        if (state.State.Baseline is { } b && !await ExistAllAsync(b))
            state.State.Baseline = null;
        foreach (var part in state.State.BaselineParts.ToList())
        {
            if (!await ExistAllAsync(part))
                state.State.BaselineParts.Remove(part);
        }

        if (state.State.Calibration is { } c
            && !(await artifacts.ExistsAsync(c.Statistics, CancellationToken.None) && await artifacts.ExistsAsync(c.DriftLogits, CancellationToken.None)))
        {
            state.State.Calibration = null;
        }

        foreach (var (name, artifact) in state.State.Factors.ToList())
        {
            if (!await artifacts.ExistsAsync(artifact, CancellationToken.None))
                state.State.Factors.Remove(name);
        }
    }

    private async Task<bool> ExistAllAsync(BaselineOutcome baseline)
    {
        foreach (var part in baseline.Parts)
        {
            if (!await artifacts.ExistsAsync(part.Logits, CancellationToken.None))
                return false;
        }

        return true;
    }

    private static string NameOf(FactorRequest request) => $"{request.Key}@{EqualizationMethods.Get(request.Method).Version}";
}
