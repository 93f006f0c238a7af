using Orleans.Runtime;
using SameSame.Contracts.Results;
using SameSame.Grains.Placement;
using SameSame.Grains.Storage;

namespace SameSame.Grains.Results;

/// <summary>The stored rows of one partition.</summary>
[GenerateSerializer, Alias("samesame.leaderboard-state")]
public sealed class LeaderboardState
{
    /// <summary>Version of the record.</summary>
    [Id(0)] public int Schema { get; set; } = 1;

    /// <summary>Rows by place.</summary>
    [Id(1)] public Dictionary<string, LeaderboardRow> Rows { get; set; } = [];
}

/// <inheritdoc cref="ILeaderboardGrain"/>
[RequiresRole(SiloRoles.Coordinator)]
public sealed class LeaderboardGrain([PersistentState("leaderboard", "Default")] IPersistentState<LeaderboardState> state) : Grain, ILeaderboardGrain
{
    /// <inheritdoc/>
    public async Task PublishAsync(LeaderboardRow[] rows)
    {
        var changed = rows.Where(r => !state.State.Rows.TryGetValue(r.Place, out var old) || old != r).ToList();
        if (changed.Count == 0)
            return;
        foreach (var row in changed)
            state.State.Rows[row.Place] = row;
        await state.WriteOrDropAsync(GrainContext);
    }

    /// <inheritdoc/>
    public Task<LeaderboardRow[]> ListAsync() => Task.FromResult(state.State.Rows.Values.ToArray());
}
