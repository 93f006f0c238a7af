namespace SameSame.Dashboard.Data;

/// <summary>A value that is asked for again once it is older than some time; callers that come meanwhile share one
/// question.</summary>
internal sealed class Refreshed<T>(TimeSpan fresh, TimeProvider clock, Func<CancellationToken, Task<T>> ask) where T : class
{
    private readonly Lock _lock = new();
    private Task<T>? _asking;
    private T? _value;
    private long _at;

    /// <summary>The value, at most so old.</summary>
    public async Task<T> GetAsync(CancellationToken cancellation)
    {
        Task<T> asking;
        lock (_lock)
        {
            if (_value is { } value && clock.GetElapsedTime(_at) < fresh)
                return value;
            // Not cancelled with the caller who came first: others wait for it too.
            asking = _asking ??= AskAsync();
        }

        return await asking.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Has the next caller ask again.</summary>
    public void Expire()
    {
        lock (_lock)
            (_value, _asking) = (null, null);
    }

    private async Task<T> AskAsync()
    {
        await Task.Yield();
        Task<T>? mine;
        lock (_lock)
            mine = _asking;
        try
        {
            var at = clock.GetTimestamp();
            var value = await ask(CancellationToken.None).ConfigureAwait(false);
            lock (_lock)
            {
                // An answer to a question that has expired meanwhile is for those who wait for it, and for nobody else.
                if (mine is not null && _asking == mine)
                    (_value, _at) = (value, at);
            }

            return value;
        }
        finally
        {
            lock (_lock)
            {
                if (_asking == mine)
                    _asking = null;
            }
        }
    }
}
