using System.Collections.Concurrent;
using SameSame.Grains.Evaluators;

namespace SameSame.Grains.Tests.Support;

/// <summary>Kills the completion of one cell at one step, once: what follows that step never happens. Or loses the answer to a notice, so that it is sent again.</summary>
internal sealed class DyingObserver : ICompletionObserver
{
    private int _deaths;
    private readonly ConcurrentDictionary<string, bool> _unanswered = new(StringComparer.Ordinal);
    private int _lost;

    /// <summary>The step at which the next completion of a cell dies; null lets all live.</summary>
    public CompletionStep? DieAt { get; set; }

    /// <summary>Whether it has happened.</summary>
    public bool Died => _deaths > 0;

    /// <summary>Of which work the answers to the next notices are lost; null loses none.</summary>
    public Func<string, bool>? LoseAnswerOf { get; set; }

    /// <summary>How many were lost.</summary>
    public int Lost => _lost;

    public Task ReachedAsync(CompletionStep step, string key)
    {
        // Each is lost once: what is sent again is answered.
        if (step == CompletionStep.OwnerNotified && LoseAnswerOf?.Invoke(key) == true && !_unanswered.TryRemove(key, out _))
        {
            _unanswered[key] = true;
            Interlocked.Increment(ref _lost);
            throw new TimeoutException($"the answer to the notice of {key} was lost");
        }

        if (step == DieAt && !key.Contains('/', StringComparison.Ordinal) && Interlocked.Increment(ref _deaths) == 1)
            throw new OperationCanceledException($"died after {step}");
        return Task.CompletedTask;
    }
}
