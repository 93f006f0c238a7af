using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Runtime;
using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Contracts.Work;
using SameSame.Evaluation.Configuration;
using SameSame.Grains.Catalogues;
using SameSame.Grains.Placement;
using SameSame.Grains.Storage;
using SameSame.Quantization.Equalization;

namespace SameSame.Grains.Sweeps;

/// <inheritdoc cref="IModelSweepGrain"/>
/// <remarks>
/// Compares what it waits for with what exists, again and again: a notification only makes that happen sooner. So a silo lost between any two
/// steps of a completion, or a queue that lost its memory, costs one interval.
/// </remarks>
[RequiresRole(SiloRoles.Coordinator)]
public sealed partial class ModelSweepGrain(
    [PersistentState("ledger", "Default")] IPersistentState<CellLedger> state,
    ICatalogue catalogue,
    IOptions<ClusterOptions> options,
    [FromKeyedServices(ProtocolClock.Key)] TimeProvider clock,
    ILogger<ModelSweepGrain> log) : Grain, IModelSweepGrain
{
    private readonly Dictionary<string, long> _notBefore = new(StringComparer.Ordinal);
    private ProfileIdentity? _identity;
    private IGrainTimer? _timer;
    private string? _fault;
    private bool _restart;
    private int _faults;

    private CellLedger Ledger => state.State;

    private SweepSpec Spec => Ledger.Start!.Spec;

    /// <inheritdoc/>
    public async Task StartAsync(ModelSweepStart start)
    {
        if (Ledger.Start is null || Ledger.Start.Generation != start.Generation)
        {
            state.State = new CellLedger { Start = start, Cells = [.. CellsOf(start.Spec)] };
            (_identity, _restart) = (null, true);
            await state.WriteOrDropAsync(GrainContext);
        }

        if (!Ledger.Reported)
        {
            _timer ??= this.RegisterGrainTimer(AdvanceSafelyAsync, new GrainTimerCreationOptions
            {
                DueTime = TimeSpan.Zero,
                Period = TimeSpan.FromSeconds(options.Value.ReconcileSeconds),
                KeepAlive = true,
            });
        }
        else if (Ledger.Start!.Generation == start.Generation)
        {
            await ReportAsync();
        }
    }

    /// <inheritdoc/>
    [ReadOnly]
    public Task<CellCounts> GetCountsAsync() => Task.FromResult(Ledger.Counts);

    /// <inheritdoc/>
    public async Task<CellResult[]> GetCellsAsync()
    {
        if (Ledger.Start is not { } start)
            return [];
        var keys = Ledger.Cells.Where(c => c.Status is CellStatus.Completed or CellStatus.Reused).Select(c => c.Key).ToArray();
        var found = keys.Length == 0 ? [] : (await Results.FindAsync(keys)).ToDictionary(m => m.Key);
        return [.. Ledger.Cells.Select(c => new CellResult
        {
            Model = start.Model,
            ModelSha256 = Ledger.ModelSha256,
            Method = c.Method,
            Scheme = Spec.Schemes[c.Scheme],
            Status = c.Status,
            Error = c.Error,
            Measurement = found.GetValueOrDefault(c.Key),
        })];
    }

    /// <inheritdoc/>
    public async Task WorkEndedAsync(string key, WorkOutcome outcome)
    {
        foreach (var cell in Ledger.Cells.Where(c => c.Key == key && c.Status == CellStatus.Pending))
        {
            if (outcome.Error is null)
            {
                cell.Status = StatusOf(outcome.Cell!);
            }
            else if (!outcome.Retriable || ++cell.Attempts >= options.Value.MaximumAttempts)
            {
                (cell.Status, cell.Error) = (CellStatus.Failed, outcome.Error);
            }
            else
            {
                LogRetry(Ledger.Start!.Model, cell.Method, cell.Attempts, outcome.Error);
                _notBefore[key] = clock.GetTimestamp() + (clock.TimestampFrequency << cell.Attempts);
            }
        }

        await state.WriteOrDropAsync(GrainContext);
        await PublishAsync();
    }

    private static IEnumerable<LedgerCell> CellsOf(SweepSpec spec) =>
        spec.Schemes.SelectMany((_, s) => spec.Methods.Select(m => new LedgerCell { Scheme = s, Method = m }));

    private IResultsGrain Results => GrainFactory.GetGrain<IResultsGrain>(Ledger.ModelSha256);

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
        if (_identity is null && !await IdentifyAsync())
            return;
        await ReconcileAsync();
        if (Ledger.Cells.Any(c => c.Status == CellStatus.Pending))
            await AnnounceAsync();
        await PublishAsync();
        if (Ledger.Cells.All(c => c.Status != CellStatus.Pending && (c.Published || c.Status == CellStatus.Failed)))
            await ReportAsync();
    }

    private async Task<bool> IdentifyAsync()
    {
        var (spec, model) = (Spec, Ledger.Start!.Model);
        try
        {
            _identity = await Task.Run(() => catalogue.Identify(spec, model));
        }
        catch (SpecException e)
        {
            await FailPendingAsync(_ => true, e.Message);
            await ReportAsync();
            return false;
        }

        (Ledger.ModelSha256, Ledger.DatasetName) = (_identity.Source.ModelSha256, _identity.DatasetName);
        foreach (var cell in Ledger.Cells)
            cell.Key = _identity.CellKey(EqualizationMethods.Get(cell.Method), Spec.Schemes[cell.Scheme]);
        await state.WriteOrDropAsync(GrainContext);
        return true;
    }

    // Takes over whatever has been measured meanwhile: by an earlier sweep, by another one now, or by a device whose notice was lost.
    private async Task ReconcileAsync()
    {
        var pending = Ledger.Cells.Where(c => c.Status == CellStatus.Pending).ToList();
        if (pending.Count == 0)
            return;
        var changed = false;
        foreach (var measurement in await Results.FindAsync([.. pending.Select(c => c.Key)]))
        {
            if (Spec.Force && measurement.Run != Run)
                continue;
            foreach (var cell in pending.Where(c => c.Key == measurement.Key))
            {
                cell.Status = StatusOf(measurement);
                changed = true;
            }
        }

        if (changed)
            await state.WriteOrDropAsync(GrainContext);
    }

    private async Task AnnounceAsync()
    {
        var pending = Ledger.Cells.Where(c => c.Status == CellStatus.Pending).ToList();
        var factors = pending.Select(FactorsOf).Distinct().ToArray();
        var profile = await GrainFactory.GetGrain<IModelProfileGrain>(_identity!.ProfileKey)
            .EnsureAsync(new ProfileRequest(Ledger.Start!.SweepId, _identity.Source, Spec.Device, factors, _identity.Gate, _restart));
        _restart = false;
        if (profile.Error is { } error)
        {
            await FailPendingAsync(_ => true, error);
            return;
        }

        foreach (var (key, reason) in profile.FactorErrors)
            await FailPendingAsync(c => FactorsOf(c).Key == key, $"{key}: {reason}");
        if (profile.Baseline is null || profile.Calibration is null)
            return;
        var items = pending
            .Where(c => c.Status == CellStatus.Pending && profile.Factors.ContainsKey(FactorsOf(c).Key) && _notBefore.GetValueOrDefault(c.Key) <= clock.GetTimestamp())
            .Select(c => Item(c, profile)).ToArray();
        if (items.Length > 0)
            await GrainFactory.GetGrain<IWorkQueueGrain>(Spec.Device).AnnounceAsync(items);
    }

    private WorkItem Item(LedgerCell cell, ProfileStatus profile) => new()
    {
        Key = cell.Key,
        Kind = WorkKind.Cell,
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
            BaselineLogits = profile.Baseline!.Logits,
            Run = Run,
            Force = Spec.Force,
        },
    };

    private FactorRequest FactorsOf(LedgerCell cell) => FactorRequest.For(cell.Method, Spec.Schemes[cell.Scheme]);

    private string Run => $"{Ledger.Start!.SweepId}#{Ledger.Start.Generation}";

    private CellStatus StatusOf(CellMeasurement measurement) => measurement.Run == Run ? CellStatus.Completed : CellStatus.Reused;

    private async Task FailPendingAsync(Func<LedgerCell, bool> which, string error)
    {
        foreach (var cell in Ledger.Cells.Where(c => c.Status == CellStatus.Pending && which(c)))
            (cell.Status, cell.Error) = (CellStatus.Failed, error);
        await state.WriteOrDropAsync(GrainContext);
    }

    // Ledger first, leaderboard after it: an unpublished cell is sent again at the next tick or activation.
    private async Task PublishAsync()
    {
        var unpublished = Ledger.Cells.Where(c => !c.Published && c.Status is (CellStatus.Completed or CellStatus.Reused)).ToList();
        if (unpublished.Count == 0)
            return;
        var found = (await Results.FindAsync([.. unpublished.Select(c => c.Key)])).ToDictionary(m => m.Key);
        var model = Ledger.Start!.Model;
        await GrainFactory.GetGrain<ILeaderboardGrain>(ILeaderboardGrain.PartitionOf(model)).PublishAsync([.. unpublished
            .Where(c => found.ContainsKey(c.Key))
            .Select(c => LeaderboardRow.Of(Ledger.DatasetName, model, c.Method, Spec.Schemes[c.Scheme], found[c.Key]))]);
        foreach (var cell in unpublished)
            cell.Published = true;
        await state.WriteOrDropAsync(GrainContext);
    }

    private async Task ReportAsync()
    {
        var start = Ledger.Start!;
        await GrainFactory.GetGrain<ISweepGrain>(start.SweepId).ModelFinishedAsync(start.Model, start.Generation, Ledger.Counts);
        _timer?.Dispose();
        _timer = null;
        if (Ledger.Reported)
            return;
        Ledger.Reported = true;
        await state.WriteOrDropAsync(GrainContext);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Model} {Method}: try {Attempt} failed: {Error}")]
    private partial void LogRetry(string model, string method, int attempt, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Model}: {Error}")]
    private partial void LogFault(string model, string error);
}
