using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Options;
using SameSame.Contracts.Work;

namespace SameSame.Grains.Queue;

/// <summary>The epochs of the queues, as one silo knows them: its owners, hundreds of them, need one question a queue, not one each.</summary>
public sealed class QueueEpochs(IGrainFactory grains, IOptions<ClusterOptions> options)
{
    private readonly ConcurrentDictionary<string, Answer> _known = new(StringComparer.Ordinal);

    /// <summary>The epoch of a queue, at most half a comparison old.</summary>
    /// <param name="kind">The kind of device.</param>
    public Task<string> OfAsync(string kind)
    {
        if (_known.TryGetValue(kind, out var known) && IsFresh(known))
            return known.Epoch;
        lock (_known)
        {
            if (_known.TryGetValue(kind, out known) && IsFresh(known))
                return known.Epoch;
            return (_known[kind] = new Answer(grains.GetGrain<IWorkQueueGrain>(kind).GetEpochAsync(), Stopwatch.GetTimestamp())).Epoch;
        }
    }

    private bool IsFresh(Answer answer) => answer.Epoch.IsCompleted
        ? answer.Epoch.IsCompletedSuccessfully && Stopwatch.GetElapsedTime(answer.Asked).TotalSeconds < options.Value.ReconcileSeconds / 2
        : true;

    private sealed record Answer(Task<string> Epoch, long Asked);
}
