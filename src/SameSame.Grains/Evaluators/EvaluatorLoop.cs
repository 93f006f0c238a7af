using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SameSame.Contracts.Results;
using SameSame.Contracts.Work;

namespace SameSame.Grains.Evaluators;

/// <summary>One device at work: pull, execute under heartbeats, deliver beside the next, again.</summary>
public sealed partial class EvaluatorLoop(
    IGrainFactory grains, IWorkExecutor executor, Completion completion, ClusterOptions options, DeviceDescription device, ILogger log)
{
    private static readonly TimeSpan FirstIdle = TimeSpan.FromMilliseconds(20);
    private readonly BatchSize _batch = new(options.BatchSeconds, options.BatchItems);

    /// <summary>Runs until cancelled; faults of the cluster are waited out.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var queue = grains.GetGrain<IWorkQueueGrain>(device.Kind);
        var (idle, delivery) = (FirstIdle, Task.CompletedTask);
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                if (await queue.PullAsync(device, _batch.Next).ConfigureAwait(false) is { } lease)
                {
                    idle = FirstIdle;
                    delivery = await WorkAsync(queue, lease, delivery, cancellation).ConfigureAwait(false);
                    continue;
                }
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                LogFault(device.Id, e.Message);
            }

            await Task.Delay(idle, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            idle = TimeSpan.FromSeconds(Math.Min(idle.TotalSeconds * 2, options.IdleSeconds));
        }

        await delivery.ConfigureAwait(false);
    }

    // Returns the delivery of what was done: the device goes on meanwhile. One at a time, so that a store that is away holds up no more than two leases.
    private async Task<Task> WorkAsync(IWorkQueueGrain queue, Lease lease, Task before, CancellationToken cancellation)
    {
        var done = new List<(WorkItem Item, WorkOutcome Outcome)>();
        var beat = new LeaseBeat(queue, lease, device, options, log, cancellation);
        await ExecuteAsync(lease, beat, done).ConfigureAwait(false);
        await before.ConfigureAwait(false);
        return DeliverAsync(queue, lease, beat, done, cancellation);
    }

    private async Task DeliverAsync(IWorkQueueGrain queue, Lease lease, LeaseBeat beat, List<(WorkItem Item, WorkOutcome Outcome)> done, CancellationToken cancellation)
    {
        try
        {
            EndedWork[] ended = [];
            await using (beat.ConfigureAwait(false))
            {
                if (done.Count > 0 && done.Count < lease.Items.Length)
                    await GiveBackAsync(queue, lease, beat, done).ConfigureAwait(false);
                if (done.Count > 0)
                    ended = await StoreAsync(lease, done, cancellation).ConfigureAwait(false);
            }

            // Not before the last heartbeat is through: one that came after the end of the lease would be taken for a lease of an earlier epoch.
            if (done.Count > 0)
                await completion.ReleaseAsync(device.Kind, lease, ended).ConfigureAwait(false);
            else
                await queue.ReturnAsync([.. lease.Items.Select(i => i.Key)], lease.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // What was not delivered is found when the lease has run out, or by its owner.
            LogFault(device.Id, e.Message);
        }
    }

    private static Task GiveBackAsync(IWorkQueueGrain queue, Lease lease, LeaseBeat beat, List<(WorkItem Item, WorkOutcome Outcome)> done)
    {
        beat.Keep(done.Select(d => d.Item));
        return queue.ReturnAsync([.. lease.Items.Skip(done.Count).Select(i => i.Key)], lease.Token);
    }

    // Does the items in their order until something stops it; what is in hand then is given back undone.
    private async Task ExecuteAsync(Lease lease, LeaseBeat beat, List<(WorkItem Item, WorkOutcome Outcome)> done)
    {
        var known = await FindAsync(lease).ConfigureAwait(false);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < lease.Items.Length && known is not null; i++)
        {
            // More than one item was a guess that they are quick: where it was wrong, others may have the rest.
            if (i > 0 && (beat.Draining || watch.Elapsed.TotalSeconds > 2 * options.BatchSeconds))
                break;
            var item = lease.Items[i];
            beat.Begin(i);
            try
            {
                beat.Stop.ThrowIfCancellationRequested();
                done.Add((item, known.TryGetValue(item.Key, out var measurement)
                    ? new WorkOutcome { Cell = measurement }
                    : await executor.ExecuteAsync(item, device, beat.Report, beat.Stop).ConfigureAwait(false)));
            }
            catch (OperationCanceledException) when (beat.Stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                done.Add((item, WorkOutcome.Failed($"{e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}", retriable: true)));
            }
        }

        if (done.Count > 0)
            _batch.Learn(watch.Elapsed, done.Count);
    }

    // Null where it cannot be known now: the work goes back.
    private async Task<IReadOnlyDictionary<string, CellMeasurement>?> FindAsync(Lease lease)
    {
        try
        {
            return await completion.FindAsync(lease.Items).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFault(device.Id, e.Message);
            await Task.Delay(TimeSpan.FromSeconds(options.IdleSeconds)).ConfigureAwait(false);
            return null;
        }
    }

    // What was measured is not given up because a store or a grain's silo is away for a while; heartbeats keep the lease meanwhile.
    private async Task<EndedWork[]> StoreAsync(Lease lease, List<(WorkItem Item, WorkOutcome Outcome)> done, CancellationToken cancellation)
    {
        var (watch, wait) = (Stopwatch.StartNew(), TimeSpan.FromMilliseconds(50));
        while (true)
        {
            try
            {
                return await completion.StoreAsync(lease, done).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException && !cancellation.IsCancellationRequested && watch.Elapsed.TotalSeconds < options.DeliverySeconds)
            {
                LogFault(device.Id, e.Message);
                await Task.Delay(wait, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                wait = TimeSpan.FromSeconds(Math.Min(2, wait.TotalSeconds * 2));
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Device}: {Error}")]
    private partial void LogFault(string device, string error);
}
