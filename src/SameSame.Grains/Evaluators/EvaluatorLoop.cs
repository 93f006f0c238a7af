using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SameSame.Contracts.Work;

namespace SameSame.Grains.Evaluators;

/// <summary>One device at work: pull, execute under heartbeats, deliver, again.</summary>
public sealed partial class EvaluatorLoop(
    IGrainFactory grains, IWorkExecutor executor, Completion completion, ClusterOptions options, DeviceDescription device, ILogger log)
{
    /// <summary>Runs until cancelled; faults of the cluster are waited out.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var queue = grains.GetGrain<IWorkQueueGrain>(device.Kind);
        var idle = TimeSpan.FromMilliseconds(20);
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                if (await queue.PullAsync(device).ConfigureAwait(false) is { } lease)
                {
                    idle = TimeSpan.FromMilliseconds(20);
                    await WorkAsync(queue, lease, cancellation).ConfigureAwait(false);
                    continue;
                }
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFault(device.Id, e.Message);
            }

            await Task.Delay(idle, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            idle = TimeSpan.FromSeconds(Math.Min(idle.TotalSeconds * 2, options.IdleSeconds));
        }
    }

    private async Task WorkAsync(IWorkQueueGrain queue, Lease lease, CancellationToken cancellation)
    {
        if (await completion.FindAsync(lease.Item).ConfigureAwait(false) is { } known)
        {
            await completion.DeliverAsync(device.Kind, lease, new WorkOutcome { Cell = known }).ConfigureAwait(false);
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var progress = new Progress();
        using var ended = new CancellationTokenSource();
        var beating = BeatAsync(queue, lease, progress, stop, ended.Token);
        WorkOutcome outcome;
        try
        {
            outcome = await executor.ExecuteAsync(lease.Item, device, progress.Report, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopped, not failed: whoever may have the work next finds it at the front of the queue.
            await queue.ReturnAsync(lease.Item.Key, lease.Token).ConfigureAwait(false);
            return;
        }
        catch (Exception e)
        {
            outcome = WorkOutcome.Failed($"{e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}", retriable: true);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await beating.ConfigureAwait(false);
        }

        await completion.DeliverAsync(device.Kind, lease, outcome).ConfigureAwait(false);
    }

    private async Task BeatAsync(IWorkQueueGrain queue, Lease lease, Progress progress, CancellationTokenSource stop, CancellationToken ended)
    {
        // The first beat comes early, so that whoever watches sees the work soon.
        var wait = TimeSpan.FromSeconds(Math.Min(0.25, options.HeartbeatSeconds));
        while (true)
        {
            await Task.Delay(wait, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ended.IsCancellationRequested)
                return;
            wait = TimeSpan.FromSeconds(Math.Min(options.HeartbeatSeconds, wait.TotalSeconds * 2));
            try
            {
                var beat = new Heartbeat(lease.Item, lease.Token, device, progress.Done, progress.Total, progress.Rate);
                if (await queue.HeartbeatAsync(beat).ConfigureAwait(false) == HeartbeatReply.Stop)
                    await stop.CancelAsync().ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // A beat that is lost is made up for by the next; the lease outlives several.
                LogFault(device.Id, e.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Device}: {Error}")]
    private partial void LogFault(string device, string error);

    private sealed class Progress
    {
        private readonly Stopwatch _watch = Stopwatch.StartNew();

        public int Done { get; private set; }

        public int Total { get; private set; }

        public double Rate => Done / Math.Max(_watch.Elapsed.TotalSeconds, 1e-3);

        public void Report(int done, int total) => (Done, Total) = (done, total);
    }
}
