using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Contracts.Work;

namespace SameSame.Grains.Evaluators;

/// <summary>
/// Delivers the outcomes of a lease: results page, then the owner's ledger, then the end of the lease. Each step is idempotent; whatever is
/// cut off in between is found by the owner's next comparison, or done again when the lease runs out.
/// </summary>
public sealed class Completion(IGrainFactory grains, ICompletionObserver observer)
{
    /// <summary>Stored measurements of cells that somebody else has finished already and nobody forces, by key.</summary>
    public async Task<IReadOnlyDictionary<string, CellMeasurement>> FindAsync(WorkItem[] items)
    {
        var cells = items.Where(i => i.Cell is not null).ToDictionary(i => i.Key);
        if (cells.Count == 0)
            return new Dictionary<string, CellMeasurement>();
        var found = await grains.GetGrain<IResultsGrain>(items[0].Source.ModelSha256).FindAsync([.. cells.Keys]).ConfigureAwait(false);
        return found.Where(m => cells[m.Key].Cell is var cell && (!cell!.Force || cell.Run == m.Run)).ToDictionary(m => m.Key);
    }

    /// <summary>Makes the outcomes durable and tells the owners named in the work. Safe to do again after an exception.</summary>
    /// <param name="lease">Under which it was done: its token names the execution, however often it is delivered.</param>
    /// <param name="done">What was done, and how it ended.</param>
    /// <returns>The outcomes that count.</returns>
    public async Task<EndedWork[]> StoreAsync(Lease lease, IReadOnlyList<(WorkItem Item, WorkOutcome Outcome)> done)
    {
        foreach (var (item, _) in done)
            await observer.ReachedAsync(CompletionStep.Executed, item.Key).ConfigureAwait(false);
        var measured = done.Select(d => d.Outcome.Cell).OfType<CellMeasurement>().ToArray();
        var counted = measured.Length == 0 ? [] : await grains.GetGrain<IResultsGrain>(done[0].Item.Source.ModelSha256).RecordAsync(measured).ConfigureAwait(false);
        var byKey = measured.Zip(counted).ToDictionary(m => m.First.Key, m => m.Second);
        var ended = done.Select(d => new EndedWork(d.Item.Key, d.Outcome.Cell is null ? d.Outcome : d.Outcome with { Cell = byKey[d.Item.Key] }, lease.Token)).ToArray();
        foreach (var key in byKey.Keys)
            await observer.ReachedAsync(CompletionStep.Recorded, key).ConfigureAwait(false);
        foreach (var owner in done.Zip(ended).GroupBy(d => d.First.Item.Owner, d => Notice(d.First.Item, d.Second)))
            await TellAsync(owner.Key, owner).ConfigureAwait(false);
        foreach (var work in ended)
            await observer.ReachedAsync(CompletionStep.OwnerNotified, work.Key).ConfigureAwait(false);
        return ended;
    }

    /// <summary>Ends the lease of what is stored, and tells everybody else who waits for it.</summary>
    public async Task ReleaseAsync(string queue, Lease lease, EndedWork[] ended)
    {
        var waiting = await grains.GetGrain<IWorkQueueGrain>(queue).CompleteAsync([.. ended.Select(e => e.Key)], lease.Token).ConfigureAwait(false);
        foreach (var work in ended)
            await observer.ReachedAsync(CompletionStep.Released, work.Key).ConfigureAwait(false);
        var (items, byKey) = (lease.Items.ToDictionary(i => i.Key), ended.ToDictionary(e => e.Key));
        foreach (var owner in waiting.Where(w => w.Owner != items[w.Key].Owner).GroupBy(w => w.Owner, w => Notice(items[w.Key], byKey[w.Key])))
            await TellAsync(owner.Key, owner).ConfigureAwait(false);
    }

    // What an owner hears of a piece of work: of a part of a cell that went well nothing, before the cell is whole.
    private static EndedWork? Notice(WorkItem item, EndedWork ended) =>
        ended.Outcome.Cell is { Range: not null } ? null : ended with { Key = item.ResultKey };

    private Task TellAsync(WorkOwner owner, IEnumerable<EndedWork?> notices)
    {
        EndedWork[] told = [.. notices.OfType<EndedWork>()];
        return told.Length == 0 ? Task.CompletedTask : Owner(owner).WorkEndedAsync(told);
    }

    private IWorkOwner Owner(WorkOwner owner) => owner.Kind switch
    {
        WorkOwnerKind.Profile => grains.GetGrain<IModelProfileGrain>(owner.Key),
        WorkOwnerKind.ModelSweep => grains.GetGrain<IModelSweepGrain>(owner.Key),
        _ => throw new ArgumentOutOfRangeException(nameof(owner), owner.Kind, "unknown kind of owner"),
    };
}
