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

    /// <summary>The partition of a model, FNV-1a over its name.</summary>
    static int PartitionOf(string model)
    {
        var hash = 2166136261u;
        foreach (var c in model)
            hash = (hash ^ c) * 16777619u;
        return (int)(hash % Partitions);
    }
}
