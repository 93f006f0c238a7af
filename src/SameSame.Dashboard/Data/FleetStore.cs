using SameSame.Contracts.Sweeps;
using SameSame.Hosting.Access;

namespace SameSame.Dashboard.Data;

/// <summary>Silos, devices and queues, asked for at most once a second.</summary>
internal sealed class FleetStore(ClusterAccess cluster, TimeProvider clock)
{
    private readonly Refreshed<ClusterStatus> _status = new(TimeSpan.FromSeconds(1), clock, stop =>
        Patience.CallAsync(() => cluster.Grains.GetGrain<IClusterGrain>(IClusterGrain.Key).GetStatusAsync(), stop));

    /// <summary>The cluster now.</summary>
    public Task<ClusterStatus> GetAsync(CancellationToken cancellation) => _status.GetAsync(cancellation);
}
