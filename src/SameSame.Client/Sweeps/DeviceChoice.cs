using SameSame.Contracts.Sweeps;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Sessions;
using SameSame.Hosting.Access;
using SameSame.Hosting.Local;
using SameSame.Hosting.Silos;

namespace SameSame.Client.Sweeps;

/// <summary>Turns <c>--device auto|cpu|gpu</c> into the kind of device that measures.</summary>
internal static class DeviceChoice
{
    /// <summary>GPUs where the cluster has any, CPU slots otherwise; what was asked for by name is never replaced by the other.</summary>
    /// <exception cref="SpecException">A GPU was asked for, and this process, which is the whole cluster, has none.</exception>
    public static async Task<string> ResolveAsync(string wanted, ClusterSession cluster, CancellationToken cancellation)
    {
        if (wanted == "cpu")
            return wanted;
        var status = await Patience.CallAsync(() => cluster.Grains.GetGrain<IClusterGrain>(IClusterGrain.Key).GetStatusAsync(), cancellation).ConfigureAwait(false);
        var gpus = status.Silos.Any(s => s.Devices.Any(d => d.StartsWith("gpu", StringComparison.Ordinal)));
        if (wanted == "auto")
            return gpus ? "gpu" : "cpu";
        if (!gpus && cluster.HostsSilo)
            throw new SpecException($"device gpu: {GpuProbe.Look(DeviceSettings.Of(SiloSettings.Read(null)).GpuProvider).Problem}");
        return wanted;
    }
}
