using SameSame.Contracts.Work;

namespace SameSame.Grains.Queue;

/// <summary>One key in the queue: waiting, or leased.</summary>
internal sealed class Ticket(WorkItem item)
{
    public WorkItem Item { get; } = item;

    public HashSet<WorkOwner> Owners { get; } = [item.Owner];

    public ActiveLease? Lease { get; set; }
}

/// <summary>A lease as the queue sees it.</summary>
internal sealed record ActiveLease(string Token, DeviceDescription Device, long Expires)
{
    public int Done { get; init; }

    public int Total { get; init; }

    public double ImagesPerSecond { get; init; }
}
