using Orleans.Core.Internal;
using SameSame.Contracts.Results;
using SameSame.Contracts.Work;
using SameSame.Evaluation.Configuration;
using SameSame.Grains.Catalogues;
using SameSame.Grains.Storage;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Statistics;

namespace SameSame.Grains.Sweeps;

/// <content>What a model does by itself, tick by tick.</content>
public sealed partial class ModelSweepGrain
{
    private async Task AdvanceSafelyAsync(CancellationToken cancellation)
    {
        try
        {
            await AdvanceAsync();
            _faults = 0;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The next tick tries again; only what keeps failing is worth a line.
            if (++_faults % 20 == 1 || _fault != e.Message)
                LogFault(Ledger.Start!.Model, e.Message);
            _fault = e.Message;
        }
    }

    private async Task AdvanceAsync()
    {
        // Quick models are through in a few ticks; whoever waits for slow ones asks ever less often.
        Pace(TimeSpan.FromSeconds(Math.Min(options.Value.ReconcileSeconds, 1.3 * _pace.TotalSeconds)));
        if (await IdentifyAsync(wait: false))
        {
            var compare = _announced.Begin(await epochs.OfAsync(Spec.Device));
            if (compare)
                await ReconcileAsync();
            if (Pending.Any(c => !_announced.Contains(c.Key)))
                await AnnounceAsync();
            if (compare || !Pending.Any())
                await PublishAsync();
        }

        if (Ledger.Cells.All(c => c.Published || c.Status == CellStatus.Failed))
            await FinishAsync();
        else if (_news.Count > 0)
            await TellAsync();
    }

    // Hashing a dataset may take minutes: no turn of this grain waits for that.
    private async Task<bool> IdentifyAsync(bool wait)
    {
        if (_identity is not null)
            return true;
        var (spec, model) = (Spec, Ledger.Start!.Model);
        _identifying ??= Task.Run(() => catalogue.Identify(spec, model));
        if (!_identifying.IsCompleted)
            await Task.WhenAny(_identifying, Task.Delay(wait ? TimeSpan.FromSeconds(2) : FirstTick));
        if (!_identifying.IsCompleted)
            return false;
        ProfileIdentity identity;
        try
        {
            identity = await _identifying;
        }
        catch (SpecException e)
        {
            _identifying = null;
            if (!wait)
                FailPending(_ => true, e.Message);
            return false;
        }
        catch
        {
            _identifying = null;
            throw;
        }

        (Ledger.ModelSha256, Ledger.DatasetName, Ledger.DatasetDigest) = (identity.Source.ModelSha256, identity.DatasetName, identity.DatasetDigest);
        foreach (var cell in Ledger.Cells)
            cell.Key = identity.CellKey(EqualizationMethods.Get(cell.Method), spec.Schemes[cell.Scheme], spec.Confidence);
        // Last: whoever finds it takes the keys for set.
        _identity = identity;
        return true;
    }

    // Takes over whatever has been measured meanwhile: by an earlier sweep, by another one now, or by a device whose notice was lost.
    private async Task ReconcileAsync()
    {
        var pending = Pending.ToLookup(c => c.Key);
        if (pending.Count == 0)
            return;
        foreach (var measurement in await Results.FindAsync([.. pending.Select(p => p.Key)]))
        {
            if (Spec.Force && measurement.Run != Run)
                continue;
            _unpublished[measurement.Key] = measurement;
            foreach (var cell in pending[measurement.Key])
                Settle(cell, StatusOf(measurement), null);
        }
    }

    private async Task AnnounceAsync()
    {
        var pending = Pending.ToList();
        var profile = _profile ?? await EnsureProfileAsync([.. pending.Select(FactorsOf).Distinct()]);
        if (profile.Error is { } error)
        {
            FailPending(_ => true, error);
            return;
        }

        foreach (var (key, reason) in profile.FactorErrors)
            FailPending(c => FactorsOf(c).Key == key, $"{key}: {reason}");
        if (profile.Baseline is null || profile.Calibration is null)
            return;
        var announced = pending
            .Where(c => c.Status == CellStatus.Pending && !_announced.Contains(c.Key) && profile.Factors.ContainsKey(FactorsOf(c).Key) && _notBefore.GetValueOrDefault(c.Key) <= clock.GetTimestamp())
            .ToList();
        // A run that stops by itself is one piece: it is short, and its images come one after the other.
        var whole = Spec.Confidence is not null || profile.Baseline.Parts.Length == 1;
        var items = whole ? [.. announced.Select(c => Item(c, profile, null))] : await PartsAsync(announced, profile);
        if (items.Length == 0)
            return;
        await GrainFactory.GetGrain<IWorkQueueGrain>(Spec.Device).AnnounceAsync(items);
        announced.ForEach(c => _announced.Add(c.Key));
    }

    private async Task<ProfileStatus> EnsureProfileAsync(FactorRequest[] factors)
    {
        var profile = await GrainFactory.GetGrain<IModelProfileGrain>(_identity!.ProfileKey)
            .EnsureAsync(new ProfileRequest(Ledger.Start!.SweepId, _identity.Source, Spec.Device, factors, _identity.Gate, _restart, _identity.ImageCount, MomentsOnly, Spec.AcceptBaseline));
        _restart = false;
        _searches = [.. profile.Searches.Select(s => s with { What = $"{Ledger.Start.Model} {s.What}" })];
        // Once whole it stays as it is, and its grain may leave memory.
        if (profile is { Error: null, Baseline: not null, Calibration: not null } && factors.All(f => profile.Factors.ContainsKey(f.Key)))
            _profile = profile;
        return profile;
    }

    private bool MomentsOnly => Pending.All(c => !(EqualizationMethods.Get(c.Method).Needs | Spec.Schemes[c.Scheme].Needs).HasFlag(Kept.Histograms));

    // What is missing of each cell. Where nothing is, only the whole: any part that is delivered again brings that.
    private async Task<WorkItem[]> PartsAsync(IReadOnlyList<LedgerCell> cells, ProfileStatus profile)
    {
        var stored = (await Results.FindPartsAsync([.. cells.Select(c => c.Key)])).Where(p => !Spec.Force || p.Run == Run).Select(p => p.Key).ToHashSet(StringComparer.Ordinal);
        return [.. cells.SelectMany(cell =>
        {
            var items = profile.Baseline!.Parts.Select(part => Item(cell, profile, part)).ToList();
            var missing = items.Where(i => !stored.Contains(i.Key)).ToList();
            return missing.Count > 0 ? missing : items[^1..];
        })];
    }

    private FactorRequest FactorsOf(LedgerCell cell) => FactorRequest.For(cell.Method, Spec.Schemes[cell.Scheme]);

    private WorkItem Item(LedgerCell cell, ProfileStatus profile, LogitsPart? part) => new()
    {
        Key = part is null ? cell.Key : $"{cell.Key}/{part.Range}",
        Kind = WorkKind.Cell,
        Range = part?.Range,
        SweepId = Ledger.Start!.SweepId,
        Owner = new WorkOwner(WorkOwnerKind.ModelSweep, this.GetPrimaryKeyString()),
        Source = _identity!.Source,
        Cell = new CellWork
        {
            Method = cell.Method,
            Scheme = Spec.Schemes[cell.Scheme],
            Factors = profile.Factors[FactorsOf(cell).Key],
            Statistics = profile.Calibration!.Statistics,
            DriftLogits = profile.Calibration.DriftLogits,
            Baseline = part is null ? profile.Baseline!.Parts : [part],
            Confidence = Spec.Confidence,
            Findings = profile.Baseline!.Labels?.Findings is { Count: > 0 } findings ? string.Join("; ", findings.Select(f => f.Text)) : null,
            Run = Run,
            Force = Spec.Force,
        },
    };

    private void FailPending(Func<LedgerCell, bool> which, string error)
    {
        foreach (var cell in Pending.Where(which).ToList())
            Settle(cell, CellStatus.Failed, error);
    }

    // Idempotent: what was published before a crash is published again.
    private async Task PublishAsync()
    {
        var unpublished = Ledger.Cells.Where(c => c is { Published: false, Measured: true }).ToList();
        if (unpublished.Count == 0)
            return;
        // An activation that follows a lost one has them from the store.
        var missing = unpublished.Where(c => !_unpublished.ContainsKey(c.Key)).Select(c => c.Key).ToArray();
        foreach (var measurement in missing.Length == 0 ? [] : await Results.FindAsync(missing))
            _unpublished[measurement.Key] = measurement;
        var (found, model) = (_unpublished, Ledger.Start!.Model);
        await GrainFactory.GetGrain<ILeaderboardGrain>(ILeaderboardGrain.PartitionOf(model)).PublishAsync([.. unpublished
            .Where(c => found.ContainsKey(c.Key))
            .Select(c => LeaderboardRow.Of(Ledger.DatasetName, model, c.Method, Spec.Schemes[c.Scheme], found[c.Key]) with
            {
                ModelSha256 = Ledger.ModelSha256,
                DatasetDigest = _identity!.DatasetDigest,
            })]);
        foreach (var cell in unpublished)
            cell.Published = true;
        _unpublished.Clear();
    }

    // The ledger first: whoever is told that a model is through may ask for its cells at once, and after any restart.
    private async Task FinishAsync()
    {
        Ledger.Reported = true;
        await state.WriteOrDropAsync(GrainContext);
        Sleep();
        await TellAsync();
        // Whoever asks for a result from now on gets it from its page.
        Results.AsReference<IGrainManagementExtension>().DeactivateOnIdle().AsTask().Ignore();
        DeactivateOnIdle();
    }
}
