using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Runtime;
using Orleans.Storage;
using SameSame.Grains.Evaluators;

namespace SameSame.Hosting.Health;

/// <summary>What a silo needs to be of use, each in a sentence where it is missing.</summary>
internal static class SiloChecks
{
    public static HealthCheckResult Started(SiloState state) => state.Started ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("the silo is starting");

    public static HealthCheckResult Member(SiloState state, SiloStatus status) =>
        state.Stopping ? HealthCheckResult.Unhealthy("the silo is leaving")
        : status == SiloStatus.Active ? HealthCheckResult.Healthy()
        : HealthCheckResult.Unhealthy($"the silo is {status} in its cluster, not Active");

    // Reads a record that nobody writes: whatever the store is, an answer means that it serves.
    public static Task StoreAsync(IGrainStorage storage) => storage.ReadStateAsync("health", GrainId.Create("health", "probe"), new GrainState<HealthRecord>());

    public static HealthCheckResult Devices(DeviceList devices) =>
        devices.Slots.Count > 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("an evaluator without a device; samesame doctor says why");
}

/// <summary>The record that <see cref="SiloChecks.StoreAsync"/> asks for. Never written.</summary>
[GenerateSerializer, Alias("SameSame.HealthRecord")]
public sealed class HealthRecord;
