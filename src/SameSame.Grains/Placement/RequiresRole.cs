using Orleans.Metadata;
using Orleans.Placement;
using Orleans.Runtime;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Runtime.Placement;

namespace SameSame.Grains.Placement;

/// <summary>Places a grain only on silos that have a role.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RequiresRoleAttribute(string role) : PlacementFilterAttribute(new RequiresRoleStrategy(role));

/// <summary>The strategy behind <see cref="RequiresRoleAttribute"/>; the role travels in the grain type's properties.</summary>
public sealed class RequiresRoleStrategy : PlacementFilterStrategy
{
    private const string RoleProperty = "samesame.required-role";

    /// <summary>Used when the strategy is rebuilt from properties.</summary>
    public RequiresRoleStrategy() : base(0)
    {
    }

    /// <summary>Requires a role.</summary>
    public RequiresRoleStrategy(string role) : base(0) => Role = role;

    /// <summary>The role.</summary>
    public string? Role { get; private set; }

    /// <inheritdoc/>
    public override void AdditionalInitialize(GrainProperties properties) => Role = GetPlacementFilterGrainProperty(RoleProperty, properties);

    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> GetAdditionalGrainProperties(
        IServiceProvider services, Type grainClass, GrainType grainType, IReadOnlyDictionary<string, string> existingProperties) =>
        [new(RoleProperty, Role!)];
}

/// <summary>Keeps the silos whose metadata name the role. Of a silo that has just joined they may not be known yet: it gets nothing until they are.</summary>
public sealed class RequiresRoleDirector(ISiloMetadataCache metadata) : IPlacementFilterDirector
{
    /// <inheritdoc/>
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        var role = ((RequiresRoleStrategy)filterStrategy).Role!;
        return silos.Where(s => metadata.GetSiloMetadata(s).Metadata.TryGetValue(SiloRoles.MetadataKey, out var roles) && roles.Split(',').Contains(role));
    }
}
