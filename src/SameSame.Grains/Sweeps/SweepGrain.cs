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

namespace SameSame.Grains.Sweeps;

/// <inheritdoc cref="ISweepGrain"/>
/// <remarks>Reentrant, because models report back while it opens others; every method changes the record between two awaits only.</remarks>
[Reentrant, RequiresRole(SiloRoles.Coordinator)]
public sealed class SweepGrain(
    [PersistentState("sweep", "Default")] IPersistentState<SweepRecord> state, ICatalogue catalogue, IOptions<ClusterOptions> options, TimeProvider clock)
    : Grain, ISweepGrain
{
    private readonly HashSet<int> _open = [];
    private readonly SemaphoreSlim _writing = new(1, 1);
    private IGrainTimer? _timer;
    private bool _closing;

    private string Id => this.GetPrimaryKeyString();

    private SweepRecord Record => state.State;

    /// <inheritdoc/>
    public async Task<SweepStatus> StartAsync(SweepSpec spec)
    {
        // An unfinished sweep goes on as it is, unless somebody now wants everything measured again.
        if (Record.State != SweepState.Running || (spec.Force && !Record.Spec!.Force))
        {
            string[] models = [];
            string? error = null;
            try
            {
                models = await Task.Run(() => catalogue.Select(spec));
            }
            catch (SpecException e)
            {
                error = e.Message;
            }

            if (error is not null)
                return new SweepStatus { Id = Id, State = SweepState.Failed, Error = error };
            state.State = new SweepRecord
            {
                Spec = spec,
                Generation = Record.Generation + 1,
                Models = models,
                State = SweepState.Running,
                Started = clock.GetUtcNow(),
            };
            _open.Clear();
            _closing = false;
            await Directory.OpenAsync(Id);
            await WriteAsync();
        }

        Wake();
        return await GetStatusAsync();
    }

    /// <inheritdoc/>
    public async Task<SweepStatus> GetStatusAsync()
    {
        if (Record.Spec is not { } spec)
            return new SweepStatus { Id = Id, State = SweepState.Unknown };
        var counts = Record.Counts;
        foreach (var open in await Task.WhenAll(_open.Where(m => !Record.Finished.Contains(m)).Select(m => ModelSweep(m).GetCountsAsync())))
            counts += open;
        var perModel = spec.Schemes.Length * spec.Methods.Length;
        var queue = Record.State == SweepState.Running ? await GrainFactory.GetGrain<IWorkQueueGrain>(spec.Device).GetStatusAsync(Id) : null;
        return new SweepStatus
        {
            Id = Id,
            // Whoever reads "finished" may exit at once: it is said when it is stored, here and in the list of sweeps.
            State = _closing ? SweepState.Running : Record.State,
            Models = Record.Models.Length,
            ModelsFinished = Record.Finished.Count,
            Cells = counts with { Total = perModel * Record.Models.Length },
            Started = Record.Started,
            Running = queue?.Running ?? [],
            Queued = queue?.Queued ?? 0,
        };
    }

    /// <inheritdoc/>
    public Task<CellResult[]> GetCellsAsync(int model) =>
        model < Record.Models.Length ? ModelSweep(model).GetCellsAsync() : Task.FromResult<CellResult[]>([]);

    /// <inheritdoc/>
    public async Task WakeAsync()
    {
        if (Record.State == SweepState.Running)
            Wake();
        else
            await Directory.CloseAsync(Id);
    }

    /// <inheritdoc/>
    public async Task ModelFinishedAsync(string model, int generation, CellCounts counts)
    {
        var index = Array.IndexOf(Record.Models, model);
        if (generation != Record.Generation || index < 0)
            return;
        if (Record.Finished.Add(index))
        {
            Record.Counts += counts;
            _open.Remove(index);
            if (Record.Finished.Count == Record.Models.Length)
                (Record.State, _closing) = (SweepState.Finished, true);
            await WriteAsync();
        }

        if (_closing)
        {
            await Directory.CloseAsync(Id);
            _closing = false;
        }
    }

    private ISweepDirectoryGrain Directory => GrainFactory.GetGrain<ISweepDirectoryGrain>(ISweepDirectoryGrain.Key);

    private IModelSweepGrain ModelSweep(int model) => GrainFactory.GetGrain<IModelSweepGrain>($"{Id}/{Record.Models[model]}");

    private void Wake() => _timer ??= this.RegisterGrainTimer(AdvanceAsync, new GrainTimerCreationOptions
    {
        DueTime = TimeSpan.Zero,
        Period = TimeSpan.FromSeconds(options.Value.ReconcileSeconds),
        Interleave = true,
        KeepAlive = true,
    });

    // Keeps a window of models open. Opening again is harmless and wakes a model whose silo died.
    private async Task AdvanceAsync(CancellationToken cancellation)
    {
        if (Record.State != SweepState.Running)
        {
            _timer?.Dispose();
            _timer = null;
            return;
        }

        var generation = Record.Generation;
        var queue = await GrainFactory.GetGrain<IWorkQueueGrain>(Record.Spec!.Device).GetStatusAsync(null);
        var window = Math.Max(options.Value.OpenModels, 4 * queue.Devices);
        for (var m = 0; m < Record.Models.Length && _open.Count < window; m++)
        {
            if (!Record.Finished.Contains(m))
                _open.Add(m);
        }

        foreach (var m in _open.ToList())
        {
            if (generation != Record.Generation)
                return;
            await ModelSweep(m).StartAsync(new ModelSweepStart(Id, generation, Record.Models[m], Record.Spec));
        }
    }

    // Reentrancy would let two writes overlap, and the later one would carry the older etag.
    private async Task WriteAsync()
    {
        await _writing.WaitAsync();
        try
        {
            await state.WriteOrDropAsync(GrainContext);
        }
        finally
        {
            _writing.Release();
        }
    }
}
