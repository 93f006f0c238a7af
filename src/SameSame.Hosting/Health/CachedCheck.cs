using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace SameSame.Hosting.Health;

/// <summary>
/// A question to something else, asked once at a time and not more than every few seconds however often it is probed: a store that is away must not get a caller more
/// with each probe. The answer says what is missing in words of its own; what the other side said is for the log, since whoever reaches the port reads the answer.
/// </summary>
internal sealed partial class CachedCheck(string missing, Func<CancellationToken, Task> ask, TimeProvider time, ILogger logger)
{
    /// <summary>How long a question may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    // A probe every ten seconds gets a fresh answer, a flood of them does not.
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private Task<HealthCheckResult>? _last;
    private long _asked;
    private bool _failing;

    /// <summary>The last answer, or a new one.</summary>
    public Task<HealthCheckResult> AnswerAsync()
    {
        lock (_lock)
        {
            if (_last is null || (_last.IsCompleted && time.GetElapsedTime(_asked) > Age))
                (_last, _asked) = (AskAsync(), time.GetTimestamp());
            return _last;
        }
    }

    private async Task<HealthCheckResult> AskAsync()
    {
        using var limit = new CancellationTokenSource(Patience, time);
        try
        {
            // On a thread of its own: a volume that hangs blocks whoever touches it.
            await Task.Run(() => ask(limit.Token), limit.Token).WaitAsync(Patience, time).ConfigureAwait(false);
            _failing = false;
            return HealthCheckResult.Healthy();
        }
        catch (Exception e)
        {
            if (!_failing)
                Failing(logger, missing, e);
            _failing = true;
            return HealthCheckResult.Unhealthy(missing);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "not ready: {Missing}")]
    private static partial void Failing(ILogger logger, string missing, Exception exception);
}
