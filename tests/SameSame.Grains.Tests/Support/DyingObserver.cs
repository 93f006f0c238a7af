using SameSame.Grains.Evaluators;

namespace SameSame.Grains.Tests.Support;

/// <summary>Kills the completion of one cell at one step, once: what follows that step never happens.</summary>
internal sealed class DyingObserver : ICompletionObserver
{
    private int _deaths;

    /// <summary>The step at which the next completion of a cell dies; null lets all live.</summary>
    public CompletionStep? DieAt { get; set; }

    /// <summary>Whether it has happened.</summary>
    public bool Died => _deaths > 0;

    public Task ReachedAsync(CompletionStep step, string key)
    {
        if (step == DieAt && !key.Contains('/', StringComparison.Ordinal) && Interlocked.Increment(ref _deaths) == 1)
            throw new OperationCanceledException($"died after {step}");
        return Task.CompletedTask;
    }
}
