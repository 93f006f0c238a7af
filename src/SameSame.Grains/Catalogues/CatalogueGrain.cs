using Orleans.Concurrency;
using SameSame.Contracts.Sweeps;
using SameSame.Evaluation.Configuration;
using SameSame.Grains.Placement;

namespace SameSame.Grains.Catalogues;

/// <inheritdoc cref="ICatalogueGrain"/>
[Reentrant, RequiresRole(SiloRoles.Coordinator)]
public sealed class CatalogueGrain(ICatalogue catalogue) : Grain, ICatalogueGrain
{
    /// <inheritdoc/>
    public async Task<string?> DigestAsync(SweepSpec spec)
    {
        try
        {
            return await Task.Run(() => catalogue.Digest(spec));
        }
        catch (SpecException)
        {
            // The start of the sweep says the same, and is where people look.
            return null;
        }
    }
}
