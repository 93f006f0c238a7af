using Orleans.Runtime;
using SameSame.Contracts.Sweeps;
using SameSame.Grains.Placement;
using SameSame.Grains.Storage;

namespace SameSame.Grains.Sweeps;

/// <summary>The stored list of sweeps.</summary>
[GenerateSerializer, Alias("samesame.sweep-directory")]
public sealed class SweepDirectoryState
{
    /// <summary>Version of the record.</summary>
    [Id(0)] public int Schema { get; set; } = 1;

    /// <summary>Sweeps, oldest first.</summary>
    [Id(1)] public List<SweepListing> Sweeps { get; set; } = [];
}

/// <inheritdoc cref="ISweepDirectoryGrain"/>
[RequiresRole(SiloRoles.Coordinator)]
public sealed class SweepDirectoryGrain([PersistentState("directory", "Default")] IPersistentState<SweepDirectoryState> state) : Grain, ISweepDirectoryGrain
{
    /// <inheritdoc/>
    public Task OpenAsync(string sweepId) => SetAsync(sweepId, finished: false);

    /// <inheritdoc/>
    public Task CloseAsync(string sweepId) => SetAsync(sweepId, finished: true);

    /// <inheritdoc/>
    public Task RemoveAsync(string sweepId) =>
        state.State.Sweeps.RemoveAll(s => s.Id == sweepId) > 0 ? state.WriteOrDropAsync(GrainContext) : Task.CompletedTask;

    /// <inheritdoc/>
    public Task<SweepListing[]> ListAsync() => Task.FromResult(state.State.Sweeps.ToArray());

    private Task SetAsync(string sweepId, bool finished)
    {
        var listing = new SweepListing(sweepId, finished);
        var index = state.State.Sweeps.FindIndex(s => s.Id == sweepId);
        if (index >= 0 && state.State.Sweeps[index] == listing)
            return Task.CompletedTask;
        if (index >= 0)
            state.State.Sweeps[index] = listing;
        else
            state.State.Sweeps.Add(listing);
        return state.WriteOrDropAsync(GrainContext);
    }
}
