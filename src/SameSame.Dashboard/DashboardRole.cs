using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SameSame.Dashboard.Data;
using SameSame.Hosting.Silos;

namespace SameSame.Dashboard;

/// <summary>The dashboard beside a silo with the role <c>dashboard</c>.</summary>
public static class DashboardRole
{
    /// <summary>For <see cref="SiloHost"/>: what runs beside a silo that has the role.</summary>
    public static IReadOnlyDictionary<string, SiloPart> Parts { get; } =
        new Dictionary<string, SiloPart> { ["dashboard"] = StartAsync };

    /// <summary>Version of SameSame, without the commit.</summary>
    public static string Version { get; } =
        typeof(DashboardRole).Assembly.GetName().Version is { } v ? $"{v.Major}.{v.Minor}.{v.Build}" : "";

    private static async Task<IAsyncDisposable> StartAsync(SiloPartContext silo, CancellationToken cancellation)
    {
        var options = DashboardOptions.Read(silo.Settings, silo.Address.ToString());
        var grains = silo.Services.GetRequiredService<IGrainFactory>();
        return await DashboardServer.StartAsync(
            options, new HostInfo(Local: false, Version), new ClusterAccess(() => grains),
            silo.Services.GetRequiredService<ILoggerFactory>(), cancellation).ConfigureAwait(false);
    }
}
