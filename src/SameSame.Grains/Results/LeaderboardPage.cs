using SameSame.Contracts.Results;
using SameSame.Grains.Storage;

namespace SameSame.Grains.Results;

/// <summary>One stored page of a partition of the leaderboard.</summary>
[GenerateSerializer, Alias("samesame.leaderboard-page")]
public sealed class LeaderboardPage : IPage<LeaderboardRow>
{
    /// <summary>Version of the record.</summary>
    [Id(0)] public int Schema { get; set; } = 1;

    /// <summary>Rows in the order they arrived; of a place that is there twice the last one counts.</summary>
    [Id(1)] public List<LeaderboardRow> Rows { get; set; } = [];

    List<LeaderboardRow> IPage<LeaderboardRow>.Items => Rows;
}
