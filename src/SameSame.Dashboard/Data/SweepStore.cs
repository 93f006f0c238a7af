using System.Collections.Concurrent;
using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Evaluation.Configuration;
using SameSame.Hosting.Access;

namespace SameSame.Dashboard.Data;

/// <summary>Sweeps as the pages need them. However many people look, the cluster is asked about once a second.</summary>
internal sealed class SweepStore
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly ClusterAccess _cluster;
    private readonly TimeProvider _clock;
    private readonly Refreshed<SweepListing[]> _list;
    private readonly ConcurrentDictionary<string, Refreshed<SweepStatus>> _statuses = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (long At, int Done, DateTimeOffset Started)> _seen =
        new(StringComparer.Ordinal);

    public SweepStore(ClusterAccess cluster, TimeProvider clock)
    {
        (_cluster, _clock) = (cluster, clock);
        _list = new Refreshed<SweepListing[]>(Fresh, clock, stop =>
            Patience.CallAsync(() => cluster.Grains.GetGrain<ISweepDirectoryGrain>(ISweepDirectoryGrain.Key).ListAsync(), stop));
    }

    /// <summary>All sweeps, newest first.</summary>
    public async Task<IReadOnlyList<SweepListing>> ListAsync(CancellationToken cancellation) =>
        [.. (await _list.GetAsync(cancellation).ConfigureAwait(false)).Reverse()];

    /// <summary>Where a sweep stands.</summary>
    /// <exception cref="SpecException">There is no such sweep.</exception>
    public async Task<SweepStatus> StatusAsync(string id, CancellationToken cancellation)
    {
        // Names come from requests: what does not exist must not fill the memory. What was started a moment ago, perhaps
        // through another dashboard, is in a newer list.
        if (!await ListedAsync(id, cancellation).ConfigureAwait(false))
        {
            _list.Expire();
            if (!await ListedAsync(id, cancellation).ConfigureAwait(false))
                throw SweepCells.Missing(id);
        }

        var status = await _statuses.GetOrAdd(
            id, i => new Refreshed<SweepStatus>(Fresh, _clock, stop => Patience.CallAsync(() => Grain(i).GetStatusAsync(), stop)))
            .GetAsync(cancellation).ConfigureAwait(false);
        return status.State == SweepState.Unknown ? throw SweepCells.Missing(id) : status;
    }

    /// <summary>Where some sweeps stand; those that were deleted meanwhile are left out.</summary>
    public async Task<IReadOnlyList<SweepStatus>> StatusesAsync(IEnumerable<SweepListing> listed, CancellationToken cancellation)
    {
        var found = await Task.WhenAll(listed.Select(async s =>
        {
            try
            {
                return await StatusAsync(s.Id, cancellation).ConfigureAwait(false);
            }
            catch (MissingException)
            {
                return null;
            }
        })).ConfigureAwait(false);
        return [.. found.OfType<SweepStatus>()];
    }

    /// <summary>About how long a running sweep still takes, from what it measured since somebody began to look; null until that
    /// says something. What it did before a pause says nothing.</summary>
    public TimeSpan? Left(SweepStatus status)
    {
        var now = (At: _clock.GetTimestamp(), Done: status.Cells.Done, status.Started);
        if (status.State != SweepState.Running)
            _seen.TryRemove(status.Id, out _);
        else if (_seen.GetOrAdd(status.Id, now) is var first && first.Started == status.Started && now.Done - first.Done >= 3)
            return _clock.GetElapsedTime(first.At) / (now.Done - first.Done) * (status.Cells.Total - now.Done);
        return null;
    }

    /// <summary>What a sweep measures.</summary>
    /// <exception cref="SpecException">There is no such sweep.</exception>
    public async Task<SweepSpec> SpecAsync(string id, CancellationToken cancellation) =>
        await Patience.CallAsync(() => Grain(id).GetSpecAsync(), cancellation).ConfigureAwait(false)
            ?? throw SweepCells.Missing(id);

    /// <summary>The cells of some of its models.</summary>
    /// <param name="id">The sweep.</param>
    /// <param name="from">The first model.</param>
    /// <param name="count">At most so many models.</param>
    /// <param name="models">Models that it has.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<CellResult>> CellsAsync(
        string id, int from, int count, int models, CancellationToken cancellation)
    {
        var pages = await Task.WhenAll(Enumerable.Range(from, Math.Max(0, Math.Min(count, models - from)))
            .Select(m => Patience.CallAsync(() => Grain(id).GetCellsAsync(m), cancellation))).ConfigureAwait(false);
        return [.. pages.SelectMany(p => p)];
    }

    /// <summary>Events after a number.</summary>
    public Task<SweepEvent[]> EventsAsync(string id, long after, CancellationToken cancellation) =>
        Patience.CallAsync(() => Grain(id).GetEventsAsync(after), cancellation);

    /// <summary>Asks something of a sweep.</summary>
    /// <exception cref="SpecException">There is no such sweep, or it refuses.</exception>
    public async Task<SweepStatus> RequestAsync(string id, SweepRequest request, CancellationToken cancellation)
    {
        var status = await Patience.CallAsync(() => request switch
        {
            SweepRequest.Pause => Grain(id).PauseAsync(),
            SweepRequest.Resume => Grain(id).ResumeAsync(),
            SweepRequest.Cancel => Grain(id).CancelAsync(),
            SweepRequest.Retry => Grain(id).RetryAsync(),
            _ => Grain(id).RemoveAsync(),
        }, cancellation).ConfigureAwait(false);
        Forget(id);
        if (status.State == SweepState.Unknown && request != SweepRequest.Delete)
            throw SweepCells.Missing(id);
        return status.Error is { } error ? throw new SpecException(error) : status;
    }

    /// <summary>Starts a sweep.</summary>
    /// <exception cref="SpecException">It cannot start.</exception>
    public async Task<SweepStatus> StartAsync(SweepSpec spec, CancellationToken cancellation)
    {
        var status = await Patience.CallAsync(() => Grain(spec.Id).StartAsync(spec), cancellation).ConfigureAwait(false);
        Forget(spec.Id);
        return status.Error is { } error ? throw new SpecException(error) : status;
    }

    private async Task<bool> ListedAsync(string id, CancellationToken cancellation) =>
        (await _list.GetAsync(cancellation).ConfigureAwait(false)).Any(s => s.Id == id);

    private void Forget(string id)
    {
        _seen.TryRemove(id, out _);
        _list.Expire();
        _statuses.TryRemove(id, out _);
    }

    private ISweepGrain Grain(string id) => _cluster.Grains.GetGrain<ISweepGrain>(id);
}

/// <summary>What can be asked of a sweep.</summary>
internal enum SweepRequest
{
    Pause,
    Resume,
    Cancel,
    Retry,
    Delete,
}
