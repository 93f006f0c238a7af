using Orleans.Concurrency;

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

    /// <summary>Takes the next work for a device, or null: at most <paramref name="most"/> items, all of one model. Sweeps share devices by priority.</summary>
    [Alias("PullAsync")] Task<Lease?> PullAsync(DeviceDescription device, int most);

    /// <summary>Says that a lease is alive; the reply says what to do.</summary>
    [Alias("HeartbeatAsync")] Task<HeartbeatReply> HeartbeatAsync(Heartbeat heartbeat);

    /// <summary>
    /// Ends work under a lease. Returns everyone who waits for one of the keys; a key that somebody else has by now is left to them.
    /// </summary>
    [Alias("CompleteAsync")] Task<WaitingOwner[]> CompleteAsync(string[] keys, string token);

    /// <summary>Gives work back undone; it is queued first.</summary>
    [Alias("ReturnAsync")] Task ReturnAsync(string[] keys, string token);

    /// <summary>Says that a sweep is alive and what its share is; returns what the queue holds in all.</summary>
    [Alias("ShareAsync")] Task<QueueStatus> ShareAsync(string sweepId, int priority);

    /// <summary>Forgets what a sweep waits for; devices at work for nobody else get <paramref name="reply"/> at their next heartbeat.</summary>
    [Alias("WithdrawAsync")] Task WithdrawAsync(string sweepId, HeartbeatReply reply);

    /// <summary>What a sweep has running and waiting; null means all sweeps.</summary>
    [Alias("GetStatusAsync"), AlwaysInterleave] Task<QueueStatus> GetStatusAsync(string? sweepId);
}

/// <summary>A device that pulls work.</summary>
/// <param name="Id">Silo and slot.</param>
/// <param name="Kind"><c>cpu</c> or <c>gpu</c>.</param>
/// <param name="Threads">Threads inside one operator.</param>
/// <param name="Index">Number of the GPU on its machine.</param>
/// <param name="Provider">Execution provider of a GPU.</param>
[GenerateSerializer, Immutable, Alias("samesame.device")]
public sealed record DeviceDescription(
    [property: Id(0)] string Id,
    [property: Id(1)] string Kind,
    [property: Id(2)] int Threads = 1,
    [property: Id(3)] int Index = 0,
    [property: Id(4)] string? Provider = null);

/// <summary>Work of one model, and the right to do it for a while.</summary>
/// <param name="Items">The work; more than one only where each takes a fraction of a second.</param>
/// <param name="Token">Names this lease.</param>
/// <param name="LeaseSeconds">How long it holds after each heartbeat, on the queue's clock.</param>
[GenerateSerializer, Immutable, Alias("samesame.lease")]
public sealed record Lease([property: Id(0)] WorkItem[] Items, [property: Id(1)] string Token, [property: Id(2)] double LeaseSeconds);

/// <summary>Somebody who waits for a key.</summary>
/// <param name="Key">The work.</param>
/// <param name="Owner">Who.</param>
[GenerateSerializer, Immutable, Alias("samesame.waiting-owner")]
public sealed record WaitingOwner([property: Id(0)] string Key, [property: Id(1)] WorkOwner Owner);
