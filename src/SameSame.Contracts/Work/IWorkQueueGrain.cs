using Orleans.Concurrency;
using SameSame.Contracts.Sweeps;

namespace SameSame.Contracts.Work;

/// <summary>
/// Hands out work under leases; key: the kind of device. Holds nothing durable: owners announce their work again when the epoch changes, and
/// heartbeats of running leases re-adopt them.
/// </summary>
[Alias("samesame.IWorkQueueGrain")]
public interface IWorkQueueGrain : IGrainWithStringKey
{
    /// <summary>Adds work; what is queued or leased already is left as it is. Returns the queue's epoch.</summary>
    [Alias("AnnounceAsync")] Task<string> AnnounceAsync(WorkItem[] items);

    /// <summary>The epoch: changes when the queue has lost its memory.</summary>
    [Alias("GetEpochAsync"), AlwaysInterleave] Task<string> GetEpochAsync();

    /// <summary>Takes the next work for a device, or null. Sweeps take turns.</summary>
    [Alias("PullAsync")] Task<Lease?> PullAsync(DeviceDescription device);

    /// <summary>Says that a lease is alive; the reply says what to do.</summary>
    [Alias("HeartbeatAsync")] Task<HeartbeatReply> HeartbeatAsync(Heartbeat heartbeat);

    /// <summary>
    /// Ends a lease. Returns everyone who waits for the key, or null where the token is not the current one: somebody else has the work now.
    /// </summary>
    [Alias("CompleteAsync")] Task<WorkOwner[]?> CompleteAsync(string key, string token);

    /// <summary>Gives work back undone; it is queued first.</summary>
    [Alias("ReturnAsync")] Task ReturnAsync(string key, string token);

    /// <summary>What a sweep has running and waiting; null means all sweeps.</summary>
    [Alias("GetStatusAsync"), AlwaysInterleave] Task<QueueStatus> GetStatusAsync(string? sweepId);
}

/// <summary>A device that pulls work.</summary>
/// <param name="Id">Silo and slot.</param>
/// <param name="Kind"><c>cpu</c> or <c>gpu</c>.</param>
[GenerateSerializer, Alias("samesame.device")]
public sealed record DeviceDescription([property: Id(0)] string Id, [property: Id(1)] string Kind);

/// <summary>Work, and the right to do it for a while.</summary>
/// <param name="Item">The work.</param>
/// <param name="Token">Names this lease.</param>
/// <param name="LeaseSeconds">How long it holds after each heartbeat, on the queue's clock.</param>
[GenerateSerializer, Alias("samesame.lease")]
public sealed record Lease([property: Id(0)] WorkItem Item, [property: Id(1)] string Token, [property: Id(2)] double LeaseSeconds);

/// <summary>A sign of life from a device at work; carries the item so that a new epoch can adopt the lease.</summary>
/// <param name="Item">The work.</param>
/// <param name="Token">The lease.</param>
/// <param name="Device">Who does it.</param>
/// <param name="Done">Images done.</param>
/// <param name="Total">Images in all.</param>
/// <param name="ImagesPerSecond">Rate so far.</param>
[GenerateSerializer, Alias("samesame.heartbeat")]
public sealed record Heartbeat(
    [property: Id(0)] WorkItem Item,
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
}

/// <summary>A queue at a glance.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Queued">Waiting items.</param>
/// <param name="Running">Leased items.</param>
/// <param name="Devices">Devices heard of lately.</param>
[GenerateSerializer, Alias("samesame.queue-status")]
public sealed record QueueStatus([property: Id(0)] string Epoch, [property: Id(1)] int Queued, [property: Id(2)] RunningWork[] Running, [property: Id(3)] int Devices);
