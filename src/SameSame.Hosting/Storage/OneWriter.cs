using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Storage;

namespace SameSame.Hosting.Storage;

/// <summary>Setting <c>SameSame:Database:OneWriter</c>: puts <see cref="OneWriterStorage"/> before the storage that is configured.</summary>
internal static class OneWriter
{
    private const string Storage = "Default";

    public static void Apply(IServiceCollection services, IConfiguration configuration)
    {
        if (!configuration.GetValue("SameSame:Database:OneWriter", false))
            return;
        // Whatever provider the settings named has been registered by now; no code here knows which.
        var inner = services.Last(s => s.ServiceType == typeof(IGrainStorage) && s.IsKeyedService && Storage.Equals(s.ServiceKey));
        services.Remove(inner);
        services.AddKeyedSingleton<IGrainStorage>(Storage, (provider, key) =>
            new OneWriterStorage((IGrainStorage)inner.KeyedImplementationFactory!(provider, key), provider.GetRequiredService<DeepCopier>()));
    }
}
