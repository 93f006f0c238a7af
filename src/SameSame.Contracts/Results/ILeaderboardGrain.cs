namespace SameSame.Contracts.Results;

/// <summary>One of the partitions of the leaderboard, a projection of results; key: the partition's number.</summary>
[Alias("samesame.ILeaderboardGrain")]
public interface ILeaderboardGrain : IGrainWithIntegerKey
{
    /// <summary>Number of partitions; a model's row lies in the one its name hashes to.</summary>
    const int Partitions = 64;

    /// <summary>Inserts or replaces rows. Idempotent.</summary>
    [Alias("PublishAsync")] Task PublishAsync(LeaderboardRow[] rows);

    /// <summary>All rows of this partition.</summary>
    [Alias("ListAsync")] Task<LeaderboardRow[]> ListAsync();

    /// <summary>The rows of this partition where they have changed since a caller read them; null where they have not. Whoever watches the board reads only what is new.</summary>
    /// <param name="version">The version that came with the caller's rows; null asks for them in any case.</param>
    [Alias("SinceAsync")] Task<LeaderboardPartition?> SinceAsync(string? version);

    /// <summary>The partition of a model, FNV-1a over its name.</summary>
    static int PartitionOf(string model)
    {
        var hash = 2166136261u;
        foreach (var c in model)
            hash = (hash ^ c) * 16777619u;
        return (int)(hash % Partitions);
    }
}

/// <summary>The rows of a partition at one moment.</summary>
/// <param name="Version">Names the moment.</param>
/// <param name="Rows">All rows.</param>
[GenerateSerializer, Immutable, Alias("samesame.leaderboard-partition")]
public sealed record LeaderboardPartition([property: Id(0)] string Version, [property: Id(1)] LeaderboardRow[] Rows);
