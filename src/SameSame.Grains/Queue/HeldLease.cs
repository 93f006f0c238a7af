using SameSame.Contracts.Work;

namespace SameSame.Grains.Queue;

/// <summary>A lease as the queue sees it.</summary>
internal sealed class HeldLease(string token, DeviceDescription device, long taken)
{
    public string Token { get; } = token;

    public DeviceDescription Device { get; } = device;

    /// <summary>When it was taken, on the queue's clock.</summary>
    public long Taken { get; } = taken;

    /// <summary>Seconds its sweep was charged in advance.</summary>
    public double Charged { get; init; }

    /// <summary>Number of items it was taken with.</summary>
    public int Size { get; init; }

    public List<Ticket> Tickets { get; } = [];

    public long Expires { get; set; }

    /// <summary>What is being done, for people.</summary>
    public string What { get; set; } = "";

    public int Done { get; set; }

    public int Total { get; set; }

    public double ImagesPerSecond { get; set; }

    /// <summary>What a heartbeat is told once nobody wants the work any more.</summary>
    public HeartbeatReply WhenUnwanted { get; set; } = HeartbeatReply.Continue;

    public HeartbeatReply Reply => Tickets.Exists(t => t.Wanted) ? HeartbeatReply.Continue : WhenUnwanted;
}
