using SameSame.Contracts.Work;

namespace SameSame.Grains.Queue;

/// <summary>One key in the queue: waiting in its sweep's line, or leased.</summary>
internal sealed class Ticket(WorkItem item)
{
    public WorkItem Item { get; } = item;

    /// <summary>Whose line it stands in; another's where that one is withdrawn.</summary>
    public string SweepId { get; set; } = item.SweepId;

    public HashSet<(string SweepId, WorkOwner Owner)> Owners { get; } = [(item.SweepId, item.Owner)];

    /// <summary>Place in the line while it waits.</summary>
    public LinkedListNode<Ticket>? Place { get; set; }

    public HeldLease? Lease { get; set; }

    public bool Wanted => Owners.Count > 0;
}
