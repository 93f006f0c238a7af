using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SameSame.Contracts.Work;
using SameSame.Grains.Placement;

namespace SameSame.Grains.Evaluators;

/// <inheritdoc cref="IEvaluatorGrain"/>
[BoundToSilo]
public sealed class EvaluatorGrain(
    IWorkExecutor executor, ICompletionObserver observer, IOptions<ClusterOptions> options, ILogger<EvaluatorGrain> log) : Grain, IEvaluatorGrain
{
    private CancellationTokenSource? _stop;
    private Task _loop = Task.CompletedTask;

    /// <inheritdoc/>
    public Task EnsureRunningAsync(DeviceDescription device)
    {
        DelayDeactivation(TimeSpan.FromMinutes(5));
        if (!_loop.IsCompleted)
            return Task.CompletedTask;
        _stop = new CancellationTokenSource();
        var loop = new EvaluatorLoop(GrainFactory, executor, new Completion(GrainFactory, observer), options.Value, device, log);
        var token = _stop.Token;
        _loop = Task.Factory.StartNew(() => loop.RunAsync(token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync()
    {
        if (_stop is null)
            return;
        await _stop.CancelAsync();
        await _loop;
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => StopAsync().WaitAsync(cancellationToken);
}
