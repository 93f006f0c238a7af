namespace SameSame.Contracts.Work;

/// <summary>A sign of life from a device at work; carries the work so that a new epoch can adopt the lease.</summary>
/// <param name="Items">Work of the lease that is not done yet; the first is being done.</param>
/// <param name="Token">The lease.</param>
/// <param name="Device">Who does it.</param>
/// <param name="Done">Images done of the first.</param>
/// <param name="Total">Images in all.</param>
/// <param name="ImagesPerSecond">Rate so far.</param>
[GenerateSerializer, Immutable, Alias("samesame.heartbeat")]
public sealed record Heartbeat(
    [property: Id(0)] WorkItem[] Items,
    [property: Id(1)] string Token,
    [property: Id(2)] DeviceDescription Device,
    [property: Id(3)] int Done,
    [property: Id(4)] int Total,
    [property: Id(5)] double ImagesPerSecond);

/// <summary>What a device does after a heartbeat.</summary>
public enum HeartbeatReply
{
    /// <summary>Go on.</summary>
    Continue,

    /// <summary>Stop within one batch: the work is cancelled, or somebody else's.</summary>
    Stop,

    /// <summary>Finish what is being done, give the rest of the lease back.</summary>
    Drain,
}
