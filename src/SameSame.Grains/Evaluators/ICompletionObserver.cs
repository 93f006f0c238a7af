namespace SameSame.Grains.Evaluators;

/// <summary>The steps of a completion, in order. Tests stop the world between any two of them.</summary>
public enum CompletionStep
{
    /// <summary>The work is done, nothing is stored.</summary>
    Executed,

    /// <summary>A cell's measurement is durable.</summary>
    Recorded,

    /// <summary>The owner named in the work knows.</summary>
    OwnerNotified,

    /// <summary>The lease is over.</summary>
    Released,
}

/// <summary>Is told each step a completion reaches.</summary>
public interface ICompletionObserver
{
    /// <summary>A step was reached. An <see cref="OperationCanceledException"/> is the death of the evaluator at this point.</summary>
    Task ReachedAsync(CompletionStep step, string key);
}

/// <summary>Watches nothing.</summary>
public sealed class SilentCompletionObserver : ICompletionObserver
{
    /// <inheritdoc/>
    public Task ReachedAsync(CompletionStep step, string key) => Task.CompletedTask;
}
