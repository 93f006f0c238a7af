using SameSame.Contracts.Sweeps;
using SameSame.Evaluation.Configuration;

namespace SameSame.Hosting.Access;

/// <summary>Makes of what somebody asks for the sweep that it is: the kind of device, and what its names stand for now.</summary>
public static class SpecResolution
{
    /// <summary>The spec whose id is the sweep's.</summary>
    /// <param name="spec">What is asked for.</param>
    /// <param name="grains">Reaches the cluster.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="whole">Whether this process is the whole cluster: no GPU will join.</param>
    /// <exception cref="SpecException">A GPU was asked for, and there is none.</exception>
    public static async Task<SweepSpec> ResolveAsync(
        SweepSpec spec, IGrainFactory grains, CancellationToken cancellation, bool whole = false)
    {
        var device = await DeviceChoice.ResolveAsync(spec.Device, grains, cancellation, whole).ConfigureAwait(false);
        var contents = await Patience.CallAsync(
            () => grains.GetGrain<ICatalogueGrain>(0).DigestAsync(spec), cancellation).ConfigureAwait(false);
        return spec with { Device = device, Contents = contents };
    }
}
