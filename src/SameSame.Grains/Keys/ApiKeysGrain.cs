using Orleans.Runtime;
using SameSame.Contracts.Keys;
using SameSame.Grains.Placement;
using SameSame.Grains.Storage;

namespace SameSame.Grains.Keys;

/// <summary>The stored keys.</summary>
[GenerateSerializer, Alias("samesame.api-keys")]
public sealed class ApiKeysState
{
    /// <summary>Version of the record.</summary>
    [Id(0)] public int Schema { get; set; } = 1;

    /// <summary>Keys, oldest first.</summary>
    [Id(1)] public List<ApiKey> Keys { get; set; } = [];
}

/// <inheritdoc cref="IApiKeysGrain"/>
[RequiresRole(SiloRoles.Coordinator)]
public sealed class ApiKeysGrain([PersistentState("keys", "Default")] IPersistentState<ApiKeysState> state, TimeProvider clock) : Grain, IApiKeysGrain
{
    /// <inheritdoc/>
    public async Task<bool> AddAsync(ApiKey key)
    {
        if (state.State.Keys.Exists(k => k.Id == key.Id))
            return false;
        state.State.Keys.Add(key);
        await state.WriteOrDropAsync(GrainContext);
        return true;
    }

    /// <inheritdoc/>
    public Task<ApiKey[]> ListAsync() => Task.FromResult(state.State.Keys.ToArray());

    /// <inheritdoc/>
    public async Task<bool> RevokeAsync(string id)
    {
        var index = state.State.Keys.FindIndex(k => k.Id == id);
        if (index < 0)
            return false;
        if (state.State.Keys[index].Revoked is null)
        {
            state.State.Keys[index] = state.State.Keys[index] with { Revoked = clock.GetUtcNow() };
            await state.WriteOrDropAsync(GrainContext);
        }

        return true;
    }
}
