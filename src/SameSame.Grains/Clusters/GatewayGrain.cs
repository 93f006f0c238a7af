using Orleans.Concurrency;
using Orleans.Runtime;
using SameSame.Contracts.Sweeps;

namespace SameSame.Grains.Clusters;

/// <inheritdoc cref="IGatewayGrain"/>
/// <remarks>A stateless worker lives wherever a call arrives: no other silo has a part in the answer. Each question has a key of its own, so none stays.</remarks>
[StatelessWorker(1)]
public sealed class GatewayGrain(ILocalSiloDetails silo) : Grain, IGatewayGrain
{
    /// <inheritdoc/>
    public Task<string> WhereAsync()
    {
        DeactivateOnIdle();
        return Task.FromResult(silo.GatewayAddress?.Endpoint.ToString() ?? "");
    }
}
