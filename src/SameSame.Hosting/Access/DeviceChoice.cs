using SameSame.Contracts.Sweeps;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Sessions;
using SameSame.Hosting.Silos;

namespace SameSame.Hosting.Access;

/// <summary>Turns <c>--device auto|cpu|gpu</c> into the kind of device that measures.</summary>
public static class DeviceChoice
{
    /// <summary>GPUs where the cluster has any, CPU slots otherwise; what was asked for by name is never replaced by the
    /// other.</summary>
    /// <param name="wanted"><c>auto</c>, <c>cpu</c> or <c>gpu</c>.</param>
    /// <param name="grains">Reaches the cluster.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="whole">Whether this process is the whole cluster: no GPU will join.</param>
    /// <exception cref="SpecException">A GPU was asked for, and this process, which is the whole cluster, has none.</exception>
    public static async Task<string> ResolveAsync(
        string wanted, IGrainFactory grains, CancellationToken cancellation, bool whole = false)
    {
        if (wanted == "cpu")
            return wanted;
        var status = await Patience.CallAsync(
            () => grains.GetGrain<IClusterGrain>(IClusterGrain.Key).GetStatusAsync(), cancellation).ConfigureAwait(false);
        var gpus = status.Silos.Any(s => s.Devices.Any(d => d.StartsWith("gpu", StringComparison.Ordinal)));
        if (wanted == "auto")
            return gpus ? "gpu" : "cpu";
        if (!gpus && whole)
            throw new SpecException(
                $"device gpu: {GpuProbe.Look(DeviceSettings.Of(SiloSettings.Read(null)).GpuProvider).Problem}");
        return wanted;
    }
}
