using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;
using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Contracts.Work;
using SameSame.Grains.Catalogues;
using SameSame.Grains.Placement;
using SameSame.Grains.Queue;
using SameSame.Grains.Storage;

namespace SameSame.Grains.Sweeps;

/// <inheritdoc cref="IModelSweepGrain"/>
/// <remarks>
/// Compares what it waits for with what exists, again and again: a notification only makes that happen sooner. So a queue that lost its memory
/// costs one interval, and a silo lost between any two steps of a completion at most ten. A measured cell is durable on its results page; the
/// ledger is written where it says what no page does: failures, and the end.
/// </remarks>
[RequiresRole(SiloRoles.Coordinator)]
public sealed partial class ModelSweepGrain(
    [PersistentState("ledger", "Default")] IPersistentState<CellLedger> state,
    ICatalogue catalogue,
    QueueEpochs epochs,
    IOptions<ClusterOptions> options,
    [FromKeyedServices(ProtocolClock.Key)] TimeProvider clock,
    ILogger<ModelSweepGrain> log) : Grain, IModelSweepGrain
{
    // In ticks: those in between cost no message.
    private const int ComparedEvery = 10;
    private static readonly TimeSpan FirstTick = TimeSpan.FromMilliseconds(20);
    private readonly Dictionary<string, long> _notBefore = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CellMeasurement> _unpublished = new(StringComparer.Ordinal);
    private readonly Announcements _announced = new(ComparedEvery * options.Value.ReconcileSeconds);
    private readonly List<EndedCell> _news = [];
    private Task<ProfileIdentity>? _identifying;
    private ProfileIdentity? _identity;
    private ProfileStatus? _profile;
    private SearchProgress[] _searches = [];
    private IGrainTimer? _timer;
    private TimeSpan _pace = FirstTick;
    private string? _fault;
    private bool _restart;
    private int _faults;

    private CellLedger Ledger => state.State;

    private SweepSpec Spec => Ledger.Start!.Spec;

    private IEnumerable<LedgerCell> Pending => Ledger.Cells.Where(c => c.Status == CellStatus.Pending);

    private IResultsGrain Results => GrainFactory.GetGrain<IResultsGrain>(Ledger.ModelSha256);

    private ISweepGrain Sweep => GrainFactory.GetGrain<ISweepGrain>(Ledger.Start!.SweepId);

    /// <inheritdoc/>
    public Task<ModelProgress> StartAsync(ModelSweepStart start)
    {
        Adopt(start);
        if (!Ledger.Reported && _timer is null)
        {
            _pace = FirstTick;
            _announced.Forget();
            _timer = this.RegisterGrainTimer(AdvanceSafelyAsync, new GrainTimerCreationOptions { DueTime = TimeSpan.Zero, Period = _pace, KeepAlive = true });
        }

        return Task.FromResult(TakeProgress());
    }

    /// <inheritdoc/>
    public async Task<ModelProgress> StopAsync()
    {
        if (_timer is not null)
        {
            Sleep();
            await state.WriteOrDropAsync(GrainContext);
        }

        return TakeProgress();
    }

    /// <inheritdoc/>
    public async Task<ModelProgress> LookAsync(ModelSweepStart start)
    {
        Adopt(start);
        if (Ledger.Reported || _timer is not null)
            return TakeProgress();
        if (await IdentifyAsync(wait: true))
            await ReconcileAsync();
        return TakeProgress() with { Partial = _identity is null && _identifying is not null };
    }

    /// <inheritdoc/>
    public async Task<CellResult[]> GetCellsAsync(ModelSweepStart start)
    {
        var known = Ledger.Start is { } mine && mine.Generation == start.Generation;
        var cells = known ? Ledger.Cells : CellLedger.CellsOf(start.Spec);
        var keys = cells.Where(c => c.Measured).Select(c => c.Key).ToArray();
        var found = keys.Length == 0 ? [] : (await Results.FindAsync(keys)).ToDictionary(m => m.Key);
        return [.. cells.Select(c => new CellResult
        {
            Model = start.Model,
            ModelSha256 = known ? Ledger.ModelSha256 : "",
            Method = c.Method,
            Scheme = start.Spec.Schemes[c.Scheme],
            Status = c.Status,
            Error = c.Error,
            Measurement = found.GetValueOrDefault(c.Key),
            Dataset = known ? Ledger.DatasetName : "",
            DatasetDigest = known ? Ledger.DatasetDigest : "",
        })];
    }

    /// <inheritdoc/>
    public async Task RemoveAsync()
    {
        Sleep();
        await state.ClearStateAsync();
        DeactivateOnIdle();
    }

    /// <inheritdoc/>
    public async Task WorkEndedAsync(EndedWork[] ended)
    {
        // Nobody started this activation yet, or its sweep is gone: the results pages have what was measured.
        if (Ledger.Start is null)
            return;
        var failed = false;
        foreach (var work in ended)
        {
            foreach (var cell in Pending.Where(c => c.Key == work.Key).ToList())
                failed |= !End(cell, work);
        }

        if (failed || _timer is null)
            await state.WriteOrDropAsync(GrainContext);
        if (_timer is not null && !Pending.Any())
            Pace(TimeSpan.Zero);
        else
            await TellAsync();
    }

    private void Adopt(ModelSweepStart start)
    {
        if (Ledger.Start is not { } known || known.Generation != start.Generation)
        {
            state.State = new CellLedger { Start = start, Cells = [.. CellLedger.CellsOf(start.Spec)] };
            ForgetProfile();
            return;
        }

        if (start.Retry > known.Retry)
        {
            foreach (var cell in Ledger.Cells.Where(c => c.Status == CellStatus.Failed))
                (cell.Status, cell.Error, cell.Attempts) = (CellStatus.Pending, null, 0);
            Ledger.Reported = !Pending.Any();
            ForgetProfile();
        }

        Ledger.Start = start;
    }

    // The files may have changed since the run or the try before.
    private void ForgetProfile()
    {
        (_identity, _identifying, _profile, _searches, _restart) = (null, null, null, [], true);
        _announced.Forget();
        _unpublished.Clear();
    }

    // True where there is no failure to store.
    private bool End(LedgerCell cell, EndedWork work)
    {
        var outcome = work.Outcome;
        if (outcome.Error is null)
        {
            Settle(cell, StatusOf(outcome.Cell!), null);
            _unpublished[cell.Key] = outcome.Cell!;
            return true;
        }

        // The device sends again what it does not know to have arrived: the same failure, counted before.
        if (work.Execution is not null && work.Execution == cell.CountedExecution)
            return true;
        cell.CountedExecution = work.Execution;
        _announced.Remove(cell.Key);
        if (!outcome.Retriable || ++cell.Attempts >= options.Value.MaximumAttempts)
        {
            Settle(cell, CellStatus.Failed, outcome.Error);
            return false;
        }

        LogRetry(Ledger.Start!.Model, cell.Method, cell.Attempts, outcome.Error);
        _notBefore[cell.Key] = clock.GetTimestamp() + (clock.TimestampFrequency << cell.Attempts);
        return false;
    }

    private void Settle(LedgerCell cell, CellStatus status, string? error)
    {
        (cell.Status, cell.Error) = (status, error);
        _news.Add(new EndedCell($"{Spec.Schemes[cell.Scheme].Bits} {cell.Method}", status, error));
    }

    private ModelProgress TakeProgress()
    {
        EndedCell[] news = [.. _news];
        _news.Clear();
        var start = Ledger.Start;
        return new ModelProgress(start?.Model ?? "", start?.Generation ?? 0, start?.Retry ?? 0, Ledger.Counts, Ledger.Reported, news, Searches: _searches);
    }

    // A notice that is lost is made up for: the coordinator asks again at its next tick.
    private async Task TellAsync()
    {
        try
        {
            await Sweep.ProgressAsync(TakeProgress());
        }
        catch (Exception e)
        {
            LogFault(Ledger.Start!.Model, e.Message);
        }
    }

    private void Sleep()
    {
        _timer?.Dispose();
        _timer = null;
    }

    private void Pace(TimeSpan due)
    {
        _pace = due > FirstTick ? due : FirstTick;
        _timer?.Change(due, _pace);
    }

    private string Run => $"{Ledger.Start!.SweepId}#{Ledger.Start.Generation}";

    private CellStatus StatusOf(CellMeasurement measurement) => measurement.Run == Run ? CellStatus.Completed : CellStatus.Reused;

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Model} {Method}: try {Attempt} failed: {Error}")]
    private partial void LogRetry(string model, string method, int attempt, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Model}: {Error}")]
    private partial void LogFault(string model, string error);
}
