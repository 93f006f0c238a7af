using SameSame.Contracts.Work;

namespace SameSame.Grains.Evaluators;

/// <summary>Does one piece of work on one device. Runs on the evaluator's own thread; blocking is fine.</summary>
public interface IWorkExecutor
{
    /// <summary>Does the work.</summary>
    /// <param name="item">What is to be done.</param>
    /// <param name="device">Who does it.</param>
    /// <param name="progress">Told images done and images in all.</param>
    /// <param name="cancellation">Stops within one batch.</param>
    /// <returns>The outcome; failures are outcomes, not exceptions.</returns>
    Task<WorkOutcome> ExecuteAsync(WorkItem item, DeviceDescription device, Action<int, int> progress, CancellationToken cancellation);
}
