using Microsoft.Extensions.Configuration;
using Orleans.Configuration;
using SameSame.Evaluation.Configuration;
using SameSame.Quantization;

namespace SameSame.Hosting.Silos;

/// <summary>The settings of the section <c>SameSame</c> that a silo reads. One that is misspelt would be a default in silence, so it is refused.</summary>
public static class SettingNames
{
    private const string Section = "SameSame";

    private static readonly string[] Written =
    [
        "Roles", "CacheFolder", "AllowPaths", "GpuProvider", "CpuSlots", "CpuThreads",
        "Silo:Address", "Silo:SiloPort", "Silo:GatewayPort", "Silo:ListenOnAny", "Silo:GraceSeconds", "Silo:Insecure",
        "Health:Port", "Tls:Folder",
        "Database:Factory", "Database:Script", "Database:ConnectionName", "Database:OneWriter",
        "Artifacts:Folder", "Artifacts:Blob:Container", "Artifacts:Blob:ConnectionName",
        // Those of DashboardOptions, which this layer does not know; a test compares.
        "Dashboard:Address", "Dashboard:Port", "Dashboard:Authentication", "Dashboard:Hosts", "Dashboard:Proxies", "Dashboard:CertificateFolder", "Dashboard:CookieKeysFolder",
        "Dashboard:RequestsPerMinute", "Dashboard:Oidc:Authority", "Dashboard:Oidc:ClientId", "Dashboard:Oidc:ClientSecret", "Dashboard:Oidc:Audience",
        "Dashboard:Oidc:RoleClaim", "Dashboard:Oidc:ViewerRole", "Dashboard:Oidc:OperatorRole", "Dashboard:Oidc:RequireHttps",
    ];

    /// <summary>All of them, without the section's name, but for those of <see cref="Named"/>.</summary>
    public static IReadOnlyCollection<string> All { get; } =
        [.. Written, .. Of("Cluster", typeof(Grains.ClusterOptions)), .. Of("Membership", typeof(ClusterMembershipOptions)), .. Of("Messaging", typeof(SiloMessagingOptions))];

    /// <summary>Sections whose keys are names that an operator chooses.</summary>
    public static IReadOnlyCollection<string> Named { get; } = ["Zoos", "Datasets"];

    /// <summary>Refuses what no silo reads.</summary>
    /// <exception cref="SpecException">The first such setting, with the nearest that there is.</exception>
    public static void Require(IConfiguration settings)
    {
        foreach (var key in Leaves(settings.GetSection(Section)).Select(s => s.Path[(Section.Length + 1)..]))
        {
            if (Named.Any(n => key.StartsWith($"{n}:", StringComparison.OrdinalIgnoreCase)) || All.Contains(key, StringComparer.OrdinalIgnoreCase))
                continue;
            var nearest = Suggestion.Nearest(key, All);
            throw new SpecException($"{Section}:{key}: no silo reads such a setting{(nearest is null ? "." : $"; did you mean {Section}:{nearest}?")} It comes from the settings file or from SAMESAME_{Section}__{key.Replace(":", "__", StringComparison.Ordinal)}");
        }
    }

    private static IEnumerable<string> Of(string section, Type options) => options.GetProperties().Where(p => p.CanWrite).Select(p => $"{section}:{p.Name}");

    private static IEnumerable<IConfigurationSection> Leaves(IConfigurationSection section)
    {
        var children = section.GetChildren().ToList();
        return children.Count > 0 ? children.SelectMany(Leaves) : section.Value is not null ? [section] : [];
    }
}
