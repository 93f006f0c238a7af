using SameSame.Contracts.Sweeps;
using SameSame.Contracts.Work;
using SameSame.Grains.Storage;

namespace SameSame.Grains.Sweeps;

/// <content>What people ask of a running sweep.</content>
public sealed partial class SweepGrain
{
    /// <inheritdoc/>
    public Task<SweepStatus> PauseAsync() => StopAsync(SweepState.Paused);

    /// <inheritdoc/>
    public Task<SweepStatus> CancelAsync() => StopAsync(SweepState.Cancelled);

    /// <inheritdoc/>
    public async Task<SweepStatus> ResumeAsync()
    {
        if (Record.State == SweepState.Paused)
        {
            Record.State = SweepState.Running;
            Record.Stopped = new CellCounts();
            await BeginAsync();
        }
        else if (Record.State == SweepState.Running)
        {
            await WakeUpAsync();
        }
        else
        {
            return await RefuseAsync($"is {Name(Record.State)}; 'sweep run' starts it again");
        }

        await OpenedAsync();
        return await GetStatusAsync();
    }

    /// <inheritdoc/>
    public async Task<SweepStatus> RetryAsync()
    {
        if (Record.State != SweepState.Finished || _closing)
            return await RefuseAsync($"is {Name(Record.State)}; failed cells are tried again once it is finished");
        if (Record.Counts.Failed == 0)
            return await RefuseAsync("has no failed cells");
        Record.Retry++;
        Record.Reopen();
        Record.State = SweepState.Running;
        await BeginAsync();
        return await GetStatusAsync();
    }

    /// <inheritdoc/>
    public async Task<SweepStatus> RemoveAsync()
    {
        if (Record.State is SweepState.Running or SweepState.Paused)
            return await RefuseAsync($"is {Name(Record.State)}; cancel it first");
        if (Record.Spec is not null && Record.State != SweepState.Removing)
        {
            Record.State = SweepState.Removing;
            await BeginAsync();
        }

        return await GetStatusAsync();
    }

    private async Task<SweepStatus> StopAsync(SweepState wanted)
    {
        if (Record.State == wanted)
            return await GetStatusAsync();
        if (Record.State != SweepState.Running && !(Record.State == SweepState.Paused && wanted == SweepState.Cancelled))
            return await RefuseAsync($"is {Name(Record.State)}; there is nothing to stop");
        if (_timer is null && Record.State == SweepState.Running)
            Record.Stopped = await LookAtAllAsync();
        Record.State = wanted;
        Tell(SweepEventKind.StateChanged, Name(wanted));
        await _commit.CommitAsync();
        await DrainAsync();
        return await GetStatusAsync();
    }

    // Stores the new state, and goes to work where this process may.
    private async Task BeginAsync()
    {
        _open.Clear();
        (_next, _closing, _dirty) = (0, false, false);
        if (Record.State == SweepState.Running && Record.Finished.Length != (Record.Models + 7) / 8)
            Record.Reopen();
        await Directory.OpenAsync(Id);
        _timer?.Dispose();
        _timer = null;
        await WakeUpAsync();
        Tell(SweepEventKind.StateChanged, Name(Record.State));
    }

    private async Task<SweepStatus> RefuseAsync(string why) => await GetStatusAsync() with { Error = Record.Spec is null ? null : $"sweep {Id} {why}" };

    private static string Name(SweepState state) => state.ToString().ToLowerInvariant();

    // Nobody announces any more, what waits is withdrawn, and devices hear of it at their next heartbeat.
    private async Task DrainAsync()
    {
        foreach (var progress in await Task.WhenAll(_open.Keys.Select(m => ModelSweep(m).StopAsync()).ToList()))
            await ProgressAsync(progress);
        await Queue.WithdrawAsync(Id, Record.State == SweepState.Paused ? HeartbeatReply.Drain : HeartbeatReply.Stop);
        if (_open.Count > 0)
            await StoreStoppedAsync(_open.Values.Select(m => m.Counts));
        if ((await Queue.GetStatusAsync(Id)).Running.Length > 0)
        {
            await WakeUpAsync();
            return;
        }

        if (Record.State == SweepState.Cancelled)
            await Directory.CloseAsync(Id);
        Sleep();
    }

    private async Task RemoveSomeAsync()
    {
        var end = Math.Min(Record.Models, _next + RemovedAtOnce);
        await Task.WhenAll(Enumerable.Range(_next, end - _next).Select(m => ModelSweep(m).RemoveAsync()));
        _next = end;
        if (_next < Record.Models)
            return;
        Sleep();
        await _models.ClearAsync(Record.Generation);
        await Directory.RemoveAsync(Id);
        // The counters stay: the same sweep, started anew, must not be taken for the one whose results are still there.
        _state.State = new SweepRecord { Generation = Record.Generation, EventBase = Record.EventBase };
        await _commit.CommitAsync();
        DeactivateOnIdle();
    }
}
