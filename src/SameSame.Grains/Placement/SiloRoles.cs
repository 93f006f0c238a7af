namespace SameSame.Grains.Placement;

/// <summary>What a silo does; carried in its Orleans metadata under <see cref="MetadataKey"/>, comma-separated.</summary>
public static class SiloRoles
{
    /// <summary>Name of the metadata entry.</summary>
    public const string MetadataKey = "samesame.roles";

    /// <summary>Name of the metadata entry that lists the silo's devices.</summary>
    public const string DevicesKey = "samesame.devices";

    /// <summary>Sweeps, profiles, queues, results.</summary>
    public const string Coordinator = "coordinator";

    /// <summary>Computes factors.</summary>
    public const string Equalizer = "equalizer";

    /// <summary>Runs networks on its devices.</summary>
    public const string Evaluator = "evaluator";

    /// <summary>Serves the HTTP interface and the dashboard.</summary>
    public const string Dashboard = "dashboard";

    /// <summary>What a silo does that is not told otherwise: all the work of a cluster.</summary>
    public static IReadOnlyList<string> All { get; } = [Coordinator, Equalizer, Evaluator];

    /// <summary>All roles there are.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. All, Dashboard];
}
