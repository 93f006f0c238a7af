using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Storage;
using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Contracts.Work;
using SameSame.Evaluation.Configuration;
using SameSame.Grains.Catalogues;
using SameSame.Grains.Placement;
using SameSame.Grains.Storage;

namespace SameSame.Grains.Sweeps;

/// <inheritdoc cref="ISweepGrain"/>
/// <remarks>
/// Reentrant, because models report back while it opens others; every method changes the record between two awaits only. That a model is
/// through is stored with the next tick, not at once: a model that is opened again says so again.
/// </remarks>
[Reentrant, RequiresRole(SiloRoles.Coordinator)]
public sealed partial class SweepGrain : Grain, ISweepGrain
{
    private const int RemovedAtOnce = 64;
    private readonly IPersistentState<SweepRecord> _state;
    private readonly ICatalogue _catalogue;
    private readonly ClusterOptions _options;
    private readonly TimeProvider _clock;
    private readonly WorkPermit _permit;
    private readonly ILogger<SweepGrain> _log;
    private readonly ModelList _models;
    private readonly GroupCommit _commit;
    private readonly EventLog _events;
    private readonly Dictionary<int, OpenModel> _open = [];
    private int _next;
    private int _window;
    private bool _dirty;
    private bool _closing;
    private IGrainTimer? _timer;

    /// <summary>Called by Orleans.</summary>
    public SweepGrain(
        [PersistentState("sweep", "Default")] IPersistentState<SweepRecord> state,
        [FromKeyedServices("Default")] IGrainStorage storage,
        ICatalogue catalogue,
        IOptions<ClusterOptions> options,
        TimeProvider clock,
        WorkPermit permit,
        ILogger<SweepGrain> log)
    {
        (_state, _catalogue, _options, _clock, _permit, _log) = (state, catalogue, options.Value, clock, permit, log);
        _models = new ModelList(storage, Id);
        _commit = new GroupCommit(() => _state.WriteOrDropAsync(GrainContext));
        _events = new EventLog(clock);
        _window = _options.OpenModels;
    }

    private string Id => this.GetPrimaryKeyString();

    private SweepRecord Record => _state.State;

    private CellCounts Counts =>
        (_open.Count == 0 ? Record.Counts + Record.Stopped : _open.Values.Aggregate(Record.Counts, (sum, m) => sum + m.Counts)) with { Total = Record.Models * CellsPerModel };

    private int CellsPerModel => Record.Spec is { } spec ? spec.Schemes.Length * spec.Methods.Length : 0;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (Record.Generation > 0)
            await _models.LoadAsync(Record.Generation);
        if (Record.State == SweepState.Running && _permit is { Granted: true, Wakes: true })
            await WakeUpAsync();
    }

    /// <inheritdoc/>
    public Task<SweepSpec?> GetSpecAsync() => Task.FromResult(Record.Spec);

    /// <inheritdoc/>
    public async Task<SweepStatus> GetStatusAsync()
    {
        if (Record.Spec is not { } spec)
            return new SweepStatus { Id = Id, State = SweepState.Unknown };
        var queue = Record.State is SweepState.Running or SweepState.Paused ? await Queue.GetStatusAsync(Id) : null;
        var idle = Record.State == SweepState.Running && _timer is null;
        var uncounted = idle ? await LookAsync() : 0;
        return new SweepStatus
        {
            Id = Id,
            // Whoever reads "finished" may exit at once: it is said when it is stored, here and in the list of sweeps.
            State = _closing ? SweepState.Running : Record.State,
            Models = Record.Models,
            ModelsFinished = Record.ModelsFinished,
            Cells = idle ? Counts + Looked : Counts,
            Uncounted = uncounted,
            Started = Record.Started,
            Running = queue?.Running ?? [],
            Queued = queue?.Queued ?? 0,
            Devices = queue?.Devices ?? 0,
            Searches = [.. _open.Values.SelectMany(m => m.Searches ?? [])],
        };
    }

    /// <inheritdoc/>
    public async Task<CellResult[]> GetCellsAsync(int model)
    {
        if (model < 0 || model >= Record.Models)
            return [];
        var start = StartOf(model);
        if (Record.State == SweepState.Running && _timer is null && !Record.IsFinished(model))
            await ModelSweep(model).LookAsync(start);
        var cells = await ModelSweep(model).GetCellsAsync(start);
        return Record.State == SweepState.Cancelled ? [.. cells.Select(c => c.Status == CellStatus.Pending ? c with { Status = CellStatus.Cancelled } : c)] : cells;
    }

    /// <inheritdoc/>
    public Task<SweepEvent[]> GetEventsAsync(long after) => Task.FromResult(_events.After(after, Record.EventBase, Record.State, Counts));

    /// <inheritdoc/>
    public async Task WakeAsync()
    {
        switch (Record.State)
        {
            case SweepState.Running or SweepState.Cancelled or SweepState.Removing:
                await WakeUpAsync();
                break;
            case SweepState.Finished:
                await Directory.CloseAsync(Id);
                break;
            case SweepState.Unknown:
                await Directory.RemoveAsync(Id);
                break;
        }
    }

    /// <inheritdoc/>
    public async Task ProgressAsync(ModelProgress progress)
    {
        if (progress.Generation != Record.Generation || progress.Retry != Record.Retry || _models.IndexOf(progress.Model) is not { } model || Record.IsFinished(model))
            return;
        if (Record.State is SweepState.Paused or SweepState.Cancelled && !_open.ContainsKey(model))
        {
            // This activation does not know what was open. Not awaited: the model that calls here is one of those that are asked.
            _ = RecountAsync();
            return;
        }

        _open[model] = new OpenModel(progress.Counts, Stopwatch.GetTimestamp(), progress.Searches);
        foreach (var cell in progress.News)
            Tell(SweepEventKind.CellEnded, $"{progress.Model} {cell.What}: {cell.Status.ToString().ToLowerInvariant()}{(cell.Error is { } error ? $": {error}" : "")}");
        if (!progress.Finished)
        {
            // Nothing ticks any more that would store it.
            if (Record.State is SweepState.Paused or SweepState.Cancelled)
                await StoreStoppedAsync(_open.Values.Select(m => m.Counts));
            return;
        }

        _open.Remove(model);
        Record.Finish(model);
        Record.Counts += progress.Counts;
        _dirty = true;
        Tell(SweepEventKind.ModelFinished, progress.Model);
        if (Record.ModelsFinished < Record.Models)
            Refill();
        else
            await FinishAsync();
    }

    private ISweepDirectoryGrain Directory => GrainFactory.GetGrain<ISweepDirectoryGrain>(ISweepDirectoryGrain.Key);

    private IWorkQueueGrain Queue => GrainFactory.GetGrain<IWorkQueueGrain>(Record.Spec!.Device);

    private IModelSweepGrain ModelSweep(int model) => GrainFactory.GetGrain<IModelSweepGrain>($"{Id}/{_models.Names[model]}");

    private ModelSweepStart StartOf(int model) => new(Id, Record.Generation, _models.Names[model], Record.Spec!, Record.Retry);

    private void Tell(SweepEventKind kind, string text)
    {
        if (_events.Open)
            _events.Add(kind, text, Record.State, Counts);
    }

    private Task StoreStoppedAsync(IEnumerable<CellCounts> counts)
    {
        Record.Stopped = counts.Aggregate(new CellCounts(), (sum, c) => sum + c) with { Total = 0 };
        return _commit.CommitAsync();
    }

    private async Task FinishAsync()
    {
        (Record.State, _closing) = (SweepState.Finished, true);
        Tell(SweepEventKind.StateChanged, "finished");
        await CloseAsync();
    }

    // While it waits for either, the sweep may be started again: that run is not to be hidden from the next coordinator.
    private async Task CloseAsync()
    {
        var generation = Record.Generation;
        await _commit.CommitAsync();
        if (Record.Generation != generation || Record.State != SweepState.Finished)
            return;
        await Directory.CloseAsync(Id);
        if (Record.Generation == generation && Record.State == SweepState.Finished)
            _closing = false;
        else if (Record.State != SweepState.Unknown)
            await Directory.OpenAsync(Id);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Sweep}: {Error}")]
    private partial void LogFault(string sweep, string error);
}
