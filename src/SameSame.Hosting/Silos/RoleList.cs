using SameSame.Evaluation.Configuration;
using SameSame.Grains.Placement;
using SameSame.Quantization;

namespace SameSame.Hosting.Silos;

/// <summary>Reads <c>--roles</c>.</summary>
public static class RoleList
{
    /// <summary>Parses comma-separated roles; null or empty is all.</summary>
    /// <exception cref="SpecException">A role is unknown.</exception>
    public static IReadOnlyList<string> Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return [.. SiloRoles.All];
        var roles = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct().ToList();
        foreach (var role in roles.Where(r => !SiloRoles.Known.Contains(r)))
            throw new SpecException($"--roles: {Suggestion.Unknown("role", role, SiloRoles.Known)}");
        return roles;
    }
}
