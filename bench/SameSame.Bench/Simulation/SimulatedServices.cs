using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SameSame.Grains.Artifacts;
using SameSame.Grains.Catalogues;
using SameSame.Grains.Equalization;
using SameSame.Grains.Evaluators;

namespace SameSame.Bench.Simulation;

/// <summary>Takes the place of models, images and devices; grains, queue, stores and protocol are the real ones.</summary>
internal static class SimulatedServices
{
    public static void Register(IServiceCollection services, IConfiguration settings)
    {
        var options = settings.GetSection(SimulationOptions.Section).Get<SimulationOptions>() ?? new SimulationOptions();
        services.AddSingleton<TimeProvider>(new SimulatedClock(options.ClockFile));
        services.AddSingleton<ICatalogue>(new SimulatedCatalogue(options));
        services.AddSingleton(new DeviceList([.. Enumerable.Range(0, options.Devices).Select(i => new DeviceSlot($"sim{i}", "cpu"))]));
        services.AddSingleton(s => new SimulatedDevice(options, s.GetRequiredService<IArtifactStore>()));
        services.AddSingleton<IWorkExecutor>(s => s.GetRequiredService<SimulatedDevice>());
        services.AddSingleton<IProblemSource>(s => s.GetRequiredService<SimulatedDevice>());
    }
}
