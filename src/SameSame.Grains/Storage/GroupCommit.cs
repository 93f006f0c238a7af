namespace SameSame.Grains.Storage;

/// <summary>
/// One write takes along everything that changed while the one before was under way, so that a slow store costs latency, not throughput.
/// For reentrant grains; all calls come from the grain's own turns.
/// </summary>
internal sealed class GroupCommit(Func<Task> write)
{
    private Task _current = Task.CompletedTask;
    private Task? _next;

    /// <summary>Completes when what the caller has changed before this call is stored; fails where that write failed.</summary>
    public Task CommitAsync() => _next ??= RunAsync();

    private async Task RunAsync()
    {
        // The turn ends first: without that, this would run before _next is set, and a later caller would join a write that does not hold its change.
        await Task.Yield();
        await _current.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        _next = null;
        _current = write();
        await _current;
    }
}
