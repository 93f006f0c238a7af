using Orleans.Runtime;
using Orleans.Runtime.MembershipService.SiloMetadata;
using SameSame.Contracts.Sweeps;
using SameSame.Contracts.Work;
using SameSame.Grains.Placement;

namespace SameSame.Grains.Clusters;

/// <inheritdoc cref="IClusterGrain"/>
[RequiresRole(SiloRoles.Coordinator)]
public sealed class ClusterGrain(IClusterMembershipService membership, ISiloMetadataCache metadata) : Grain, IClusterGrain
{
    private static readonly string[] Kinds = ["cpu", "gpu"];

    /// <inheritdoc/>
    public async Task<ClusterStatus> GetStatusAsync()
    {
        var silos = membership.CurrentSnapshot.Members.Values.Where(m => m.Status is not (SiloStatus.Dead or SiloStatus.None)).OrderBy(m => m.SiloAddress.ToParsableString(), StringComparer.Ordinal);
        var queues = await Task.WhenAll(Kinds.Select(async kind => new KindStatus(kind, await GrainFactory.GetGrain<IWorkQueueGrain>(kind).GetStatusAsync(null))));
        return new ClusterStatus([.. silos.Select(Describe)], queues);
    }

    private SiloStatusLine Describe(ClusterMember silo)
    {
        var entries = metadata.GetSiloMetadata(silo.SiloAddress).Metadata;
        return new SiloStatusLine(silo.SiloAddress.ToParsableString(), silo.Status.ToString(), List(SiloRoles.MetadataKey), List(SiloRoles.DevicesKey));

        string[] List(string key) => entries.TryGetValue(key, out var text) ? text.Split(',', StringSplitOptions.RemoveEmptyEntries) : [];
    }
}
