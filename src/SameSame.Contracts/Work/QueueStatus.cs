using SameSame.Contracts.Sweeps;

namespace SameSame.Contracts.Work;

/// <summary>A queue at a glance.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Queued">Waiting items.</param>
/// <param name="Running">Leases, by what their devices are at.</param>
/// <param name="Devices">Devices heard of lately.</param>
[GenerateSerializer, Immutable, Alias("samesame.queue-status")]
public sealed record QueueStatus([property: Id(0)] string Epoch, [property: Id(1)] int Queued, [property: Id(2)] RunningWork[] Running, [property: Id(3)] int Devices);
