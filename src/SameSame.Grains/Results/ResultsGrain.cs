using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Storage;
using SameSame.Contracts.Results;
using SameSame.Grains.Placement;

namespace SameSame.Grains.Results;

/// <inheritdoc cref="IResultsGrain"/>
[Reentrant, RequiresRole(SiloRoles.Coordinator)]
public sealed class ResultsGrain(IServiceProvider services) : Grain, IResultsGrain
{
    private readonly Dictionary<string, CellMeasurement> _stored = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CellMeasurement> _pending = new(StringComparer.Ordinal);
    private ResultPages _pages = null!;
    private Task _flush = Task.CompletedTask;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _pages = new ResultPages(services.GetRequiredKeyedService<IGrainStorage>("Default"), this.GetPrimaryKeyString());
        await LoadAsync();
    }

    /// <inheritdoc/>
    public async Task<CellMeasurement> RecordAsync(CellMeasurement measurement)
    {
        var key = measurement.Key;
        if (_stored.TryGetValue(key, out var stored) && !Replaces(measurement, stored))
            return stored;
        if (!_pending.TryGetValue(key, out var pending) || Replaces(measurement, pending))
            _pending[key] = measurement;

        // One write takes along everything that arrived while the one before was under way.
        await _flush.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        if (_pending.ContainsKey(key) && _flush.IsCompleted)
            _flush = FlushAsync();
        await _flush;
        return _stored[key];
    }

    /// <inheritdoc/>
    public Task<CellMeasurement[]> FindAsync(string[] keys) =>
        Task.FromResult(keys.Where(_stored.ContainsKey).Select(k => _stored[k]).ToArray());

    private static bool Replaces(CellMeasurement measurement, CellMeasurement stored) =>
        measurement.Forced && measurement.Run != stored.Run;

    private async Task FlushAsync()
    {
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
            // The store has either the old pages or the new one, and only it knows which. Callers send again.
            await LoadAsync();
            throw;
        }

        foreach (var measurement in batch)
            _stored[measurement.Key] = measurement;
    }

    private async Task LoadAsync()
    {
        await _pages.LoadAsync();
        _stored.Clear();
        foreach (var measurement in _pages.All)
            _stored[measurement.Key] = measurement;
    }
}
