namespace SameSame.Contracts.Sweeps;

/// <summary>Looks at the files behind a sweep's names; any key.</summary>
[Alias("samesame.ICatalogueGrain")]
public interface ICatalogueGrain : IGrainWithIntegerKey
{
    /// <summary>Digest of the catalogue, of its models' files and of the dataset's description, as a sweep of this spec would find them; null where they cannot be read, which the start of the sweep tells.</summary>
    [Alias("DigestAsync")] Task<string?> DigestAsync(SweepSpec spec);
}
