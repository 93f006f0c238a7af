namespace SameSame.Grains.Queue;

/// <summary>The line of one sweep's waiting work, and the account of the device time it has had.</summary>
internal sealed class SweepLine(string id, long number)
{
    private const double LeastSeconds = 1e-3;

    public string Id { get; } = id;

    public LinkedList<Ticket> Waiting { get; } = new();

    /// <summary>Its share beside other sweeps.</summary>
    public int Priority { get; set; } = 1;

    /// <summary>Device seconds it has had, over its priority: who has the least is next.</summary>
    public double Account { get; set; }

    /// <summary>Breaks ties: who was served longer ago is next.</summary>
    public long Turn { get; set; } = number;

    /// <summary>What one of its items costs, so that a lease can be charged when it is taken. The truth is settled when it ends.</summary>
    public double SecondsPerItem { get; private set; } = 1;

    public void Learn(double seconds, int items) => SecondsPerItem = Math.Max(LeastSeconds, (SecondsPerItem + (seconds / items)) / 2);
}
