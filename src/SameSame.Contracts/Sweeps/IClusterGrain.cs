using SameSame.Contracts.Work;

namespace SameSame.Contracts.Sweeps;

/// <summary>What the whole cluster looks like; a single grain with key <c>all</c>.</summary>
[Alias("samesame.IClusterGrain")]
public interface IClusterGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "all";

    /// <summary>Silos and queues now.</summary>
    [Alias("GetStatusAsync")] Task<ClusterStatus> GetStatusAsync();
}

/// <summary>The cluster at a glance.</summary>
/// <param name="Silos">Silos that are members.</param>
/// <param name="Queues">Queues by kind of device.</param>
[GenerateSerializer, Immutable, Alias("samesame.cluster-status")]
public sealed record ClusterStatus([property: Id(0)] SiloStatusLine[] Silos, [property: Id(1)] KindStatus[] Queues);

/// <summary>One silo.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Status">What the membership table says of it.</param>
/// <param name="Roles">What it does.</param>
/// <param name="Devices">Its devices by name.</param>
[GenerateSerializer, Immutable, Alias("samesame.silo-status")]
public sealed record SiloStatusLine([property: Id(0)] string Address, [property: Id(1)] string Status, [property: Id(2)] string[] Roles, [property: Id(3)] string[] Devices);

/// <summary>The queue of one kind of device.</summary>
/// <param name="Kind"><c>cpu</c> or <c>gpu</c>.</param>
/// <param name="Queue">What it holds.</param>
[GenerateSerializer, Immutable, Alias("samesame.kind-status")]
public sealed record KindStatus([property: Id(0)] string Kind, [property: Id(1)] QueueStatus Queue);
