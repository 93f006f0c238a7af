using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Hosting;
using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Storage;
using SameSame.Grains;
using SameSame.Grains.Artifacts;
using SameSame.Grains.Catalogues;
using SameSame.Grains.Equalization;
using SameSame.Grains.Evaluators;
using SameSame.Grains.Placement;
using SameSame.Grains.Queue;
using SameSame.Grains.Recipes;
using SameSame.Grains.Sweeps;
using SameSame.Hosting.Artifacts;
using SameSame.Hosting.Silos;
using SameSame.Hosting.Storage;

namespace SameSame.Hosting;

/// <summary>Registers what a silo needs beside Orleans' own configuration. Every service can be replaced by registering another one first.</summary>
public static class SiloComposition
{
    /// <summary>Adds SameSame to a silo.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="configuration">Sections <c>SameSame</c> and <c>SameSame:Cluster</c>.</param>
    /// <param name="roles">What this silo does.</param>
    /// <param name="startWork">False for commands that only read: no device pulls, no sweep wakes.</param>
    /// <param name="wakeSweeps">False where interrupted sweeps go on only when they are asked to.</param>
    public static ISiloBuilder AddSameSame(
        this ISiloBuilder silo, IConfiguration configuration, IReadOnlyCollection<string> roles, bool startWork, bool wakeSweeps = true)
    {
        var services = silo.Services;
        services.Configure<ClusterOptions>(configuration.GetSection(ClusterOptions.Section));
        services.Configure<CatalogueOptions>(configuration.GetSection(CatalogueOptions.Section));
        services.AddSingleton(new WorkPermit(startWork, wakeSweeps));
        services.TryAddSingleton(TimeProvider.System);
        SteadyClock.Register(services);
        services.TryAddKeyedSingleton(ProtocolClock.Key, TimeProvider.System);
        services.TryAddSingleton<ICatalogue, FileCatalogue>();
        services.TryAddSingleton(_ => ArtifactStores.Open(configuration));
        services.TryAddSingleton<EvaluationExecutor>();
        services.TryAddSingleton<IWorkExecutor>(s => s.GetRequiredService<EvaluationExecutor>());
        services.TryAddSingleton<IProblemSource>(s => s.GetRequiredService<EvaluationExecutor>());
        services.TryAddSingleton<ISearchExecutor>(s => s.GetRequiredService<EvaluationExecutor>());
        services.TryAddSingleton<EqualizerSlots>();
        services.TryAddSingleton<ICellRecipeExecutor, CellRecipeExecutor>();
        services.TryAddSingleton<ICompletionObserver, SilentCompletionObserver>();
        services.TryAddSingleton<ProfileFactorizer>();
        services.TryAddSingleton<QueueEpochs>();
        // Orleans' own binary form: [Id] and [Alias] are the stored contract, so that renaming a type or adding a field keeps old state readable.
        services.AddSingleton<IGrainStorageSerializer, OrleansGrainStorageSerializer>();
        OneWriter.Apply(services, configuration);
        services.AddPlacementFilter<RequiresRoleStrategy, RequiresRoleDirector>(ServiceLifetime.Singleton);
        services.AddPlacementFilter<BoundToSiloStrategy, BoundToSiloDirector>(ServiceLifetime.Singleton);
        if (startWork && roles.Contains(SiloRoles.Evaluator))
        {
            services.TryAddSingleton(DeviceSettings.Of(configuration).Detect());
            services.AddHostedService<EvaluatorService>();
        }

        var devices = services.LastOrDefault(s => s.ServiceType == typeof(DeviceList))?.ImplementationInstance as DeviceList;
        silo.UseSiloMetadata(new Dictionary<string, string>
        {
            [SiloRoles.MetadataKey] = string.Join(',', roles),
            [SiloRoles.DevicesKey] = string.Join(',', devices?.Slots.Select(s => s.Name) ?? []),
        });
        if (!startWork)
            return silo;

        if (wakeSweeps && roles.Contains(SiloRoles.Coordinator))
            services.AddHostedService<SweepWaker>();
        return silo;
    }
}
