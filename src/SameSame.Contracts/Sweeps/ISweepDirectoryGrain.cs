namespace SameSame.Contracts.Sweeps;

/// <summary>The owner of the list of sweeps; a single grain with key <c>all</c>, since storage cannot be scanned.</summary>
[Alias("samesame.ISweepDirectoryGrain")]
public interface ISweepDirectoryGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "all";

    /// <summary>Remembers a sweep as unfinished.</summary>
    [Alias("OpenAsync")] Task OpenAsync(string sweepId);

    /// <summary>Remembers it as finished.</summary>
    [Alias("CloseAsync")] Task CloseAsync(string sweepId);

    /// <summary>Forgets it.</summary>
    [Alias("RemoveAsync")] Task RemoveAsync(string sweepId);

    /// <summary>All sweeps, oldest first.</summary>
    [Alias("ListAsync")] Task<SweepListing[]> ListAsync();
}

/// <summary>One line of the list of sweeps.</summary>
/// <param name="Id">The sweep.</param>
/// <param name="Finished">Whether nothing is outstanding.</param>
[GenerateSerializer, Alias("samesame.sweep-listing")]
public sealed record SweepListing([property: Id(0)] string Id, [property: Id(1)] bool Finished);
