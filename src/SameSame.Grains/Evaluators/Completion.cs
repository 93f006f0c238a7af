using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Contracts.Work;

namespace SameSame.Grains.Evaluators;

/// <summary>
/// Delivers an outcome: results page, then the owner's ledger, then the end of the lease. Each step is idempotent; whatever is cut off in
/// between is found by the owner's next comparison, or done again when the lease runs out.
/// </summary>
public sealed class Completion(IGrainFactory grains, ICompletionObserver observer)
{
    /// <summary>The stored measurement of a cell, if somebody else has finished it already and nobody forces it.</summary>
    public async Task<CellMeasurement?> FindAsync(WorkItem item)
    {
        if (item.Cell is null)
            return null;
        var found = (await grains.GetGrain<IResultsGrain>(item.Source.ModelSha256).FindAsync([item.Key]).ConfigureAwait(false)).FirstOrDefault();
        return found is not null && (!item.Cell.Force || item.Cell.Run == found.Run) ? found : null;
    }

    /// <summary>Delivers <paramref name="outcome"/> of <paramref name="lease"/>.</summary>
    public async Task DeliverAsync(string queue, Lease lease, WorkOutcome outcome)
    {
        var item = lease.Item;
        await observer.ReachedAsync(CompletionStep.Executed, item.Key).ConfigureAwait(false);
        if (outcome.Cell is { } measurement)
        {
            var counted = await grains.GetGrain<IResultsGrain>(item.Source.ModelSha256).RecordAsync(measurement).ConfigureAwait(false);
            outcome = outcome with { Cell = counted };
            await observer.ReachedAsync(CompletionStep.Recorded, item.Key).ConfigureAwait(false);
        }

        await Owner(item.Owner).WorkEndedAsync(item.Key, outcome).ConfigureAwait(false);
        await observer.ReachedAsync(CompletionStep.OwnerNotified, item.Key).ConfigureAwait(false);
        var owners = await grains.GetGrain<IWorkQueueGrain>(queue).CompleteAsync(item.Key, lease.Token).ConfigureAwait(false);
        await observer.ReachedAsync(CompletionStep.Released, item.Key).ConfigureAwait(false);
        foreach (var owner in (owners ?? []).Where(o => o != item.Owner))
            await Owner(owner).WorkEndedAsync(item.Key, outcome).ConfigureAwait(false);
    }

    private IWorkOwner Owner(WorkOwner owner) => owner.Kind switch
    {
        WorkOwnerKind.Profile => grains.GetGrain<IModelProfileGrain>(owner.Key),
        WorkOwnerKind.ModelSweep => grains.GetGrain<IModelSweepGrain>(owner.Key),
        _ => throw new ArgumentOutOfRangeException(nameof(owner), owner.Kind, "unknown kind of owner"),
    };
}
