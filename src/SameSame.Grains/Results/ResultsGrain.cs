using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Storage;
using SameSame.Contracts.Results;
using SameSame.Grains.Placement;
using SameSame.Grains.Storage;

namespace SameSame.Grains.Results;

/// <inheritdoc cref="IResultsGrain"/>
[Reentrant, RequiresRole(SiloRoles.Coordinator), CollectionAgeLimit(Minutes = 2)]
public sealed class ResultsGrain : Grain, IResultsGrain
{
    private const int BytesBesideBitset = 1100;
    private readonly Dictionary<string, CellMeasurement> _stored = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CellMeasurement> _pending = new(StringComparer.Ordinal);
    private readonly CellParts _parts = new();
    private readonly RecordPages<ResultPage, CellMeasurement> _pages;
    private readonly GroupCommit _commit;

    /// <summary>Called by Orleans.</summary>
    public ResultsGrain(IServiceProvider services)
    {
        var model = this.GetPrimaryKeyString();
        _pages = new RecordPages<ResultPage, CellMeasurement>(services.GetRequiredKeyedService<IGrainStorage>("Default"), "page",
            page => GrainId.Create("samesame.result-page", $"{model}/{page}"), m => BytesBesideBitset + m.Correct.Length);
        _commit = new GroupCommit(WriteAsync);
    }

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken) => LoadAsync();

    /// <inheritdoc/>
    public async Task<CellMeasurement[]> RecordAsync(CellMeasurement[] measurements)
    {
        var adds = false;
        foreach (var measurement in measurements)
        {
            // A stored part without its whole, left by a crash between the two, is written again: that completes the cell.
            if (_stored.TryGetValue(measurement.Key, out var stored) && !Replaces(measurement, stored) && (_parts.CellOf(measurement) is not { } cell || _stored.ContainsKey(cell)))
                continue;
            if (!_pending.TryGetValue(measurement.Key, out var pending) || Replaces(measurement, pending))
                _pending[measurement.Key] = measurement;
            adds = true;
        }

        if (adds)
            await _commit.CommitAsync();
        return [.. measurements.Select(m => _parts.CellOf(m) is { } cell && _stored.TryGetValue(cell, out var whole) && (!m.Forced || whole.Run == m.Run) ? whole : _stored[m.Key])];
    }

    /// <inheritdoc/>
    public Task<CellMeasurement[]> FindAsync(string[] keys) =>
        Task.FromResult(keys.Where(_stored.ContainsKey).Select(k => _stored[k]).ToArray());

    /// <inheritdoc/>
    public Task<CellMeasurement[]> FindPartsAsync(string[] keys) => Task.FromResult(keys.SelectMany(_parts.Of).ToArray());

    private static bool Replaces(CellMeasurement measurement, CellMeasurement stored) =>
        measurement.Forced && measurement.Run != stored.Run;

    private async Task WriteAsync()
    {
        foreach (var cell in _parts.Complete(_pending.Values))
        {
            if (!_stored.TryGetValue(cell.Key, out var stored) || Replaces(cell, stored))
                _pending[cell.Key] = cell;
        }

        // What was being written when a second device delivered the same cell has won by now.
        var batch = _pending.Values.Where(m => !_stored.TryGetValue(m.Key, out var stored) || Replaces(m, stored)).ToList();
        _pending.Clear();
        if (batch.Count == 0)
            return;
        try
        {
            await _pages.AppendAsync(batch);
        }
        catch
        {
            // The store has either the old pages or the new one, and only it knows which. Callers send again, to a grain that starts from the store.
            DeactivateOnIdle();
            throw;
        }

        foreach (var measurement in batch)
            Keep(measurement);
    }

    private async Task LoadAsync()
    {
        foreach (var measurement in await _pages.LoadAsync())
            Keep(measurement);
    }

    private void Keep(CellMeasurement measurement)
    {
        _stored[measurement.Key] = measurement;
        _parts.Keep(measurement);
    }
}
