using SameSame.Evaluation.Configuration;

namespace SameSame.Dashboard.Api;

/// <summary>A sweep's share of the devices.</summary>
internal static class Priority
{
    /// <summary>Checks it; 1 where it is not given.</summary>
    /// <exception cref="SpecException">It is out of range.</exception>
    public static int Of(int? priority) =>
        priority is < 1 or > 100 ? throw new SpecException($"priority {priority}: expected 1 to 100") : priority ?? 1;
}
