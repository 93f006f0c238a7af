using Orleans.Placement;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace SameSame.Grains.Placement;

/// <summary>Places a grain only on the silo that its key begins with: <c>silo address/anything</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class BoundToSiloAttribute() : PlacementFilterAttribute(new BoundToSiloStrategy());

/// <summary>The strategy behind <see cref="BoundToSiloAttribute"/>.</summary>
public sealed class BoundToSiloStrategy() : PlacementFilterStrategy(0);

/// <summary>Compares each candidate with the address in the key.</summary>
public sealed class BoundToSiloDirector : IPlacementFilterDirector
{
    /// <summary>The key of a grain that lives on <paramref name="silo"/>.</summary>
    public static string Key(SiloAddress silo, string name) => $"{silo.ToParsableString()}/{name}";

    /// <inheritdoc/>
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        var key = target.GrainIdentity.Key.ToString() ?? "";
        var address = key[..Math.Max(0, key.IndexOf('/'))];
        return silos.Where(s => s.ToParsableString() == address);
    }
}
