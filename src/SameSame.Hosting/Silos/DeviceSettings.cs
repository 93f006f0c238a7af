using System.Globalization;
using Microsoft.Extensions.Configuration;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Sessions;
using SameSame.Grains.Catalogues;
using SameSame.Grains.Evaluators;

namespace SameSame.Hosting.Silos;

/// <summary>What configuration says about a machine's devices: <c>SameSame:CpuSlots</c>, <c>CpuThreads</c> and <c>GpuProvider</c>.</summary>
/// <param name="CpuSlots">Number of CPU slots; null is as many as the cores have room for.</param>
/// <param name="CpuThreads">Threads inside one operator of each slot.</param>
/// <param name="GpuProvider">ONNX Runtime's name of the execution provider of GPUs.</param>
public sealed record DeviceSettings(int? CpuSlots, int CpuThreads, string GpuProvider)
{
    private const int Most = 1024;

    /// <summary>The settings of a configuration, defaults where it is silent.</summary>
    /// <exception cref="SpecException">A value is not one of those that are possible.</exception>
    public static DeviceSettings Of(IConfiguration configuration)
    {
        const string Provider = "SameSame:GpuProvider";
        var provider = configuration[Provider] ?? new CatalogueOptions().GpuProvider;
        return provider is Accelerator.Cuda or Accelerator.TensorRt
            ? new DeviceSettings(Number(configuration, "SameSame:CpuSlots", 0), Number(configuration, "SameSame:CpuThreads", 1) ?? 1, provider)
            : throw Bad(Provider, provider, $"{Accelerator.Cuda} or {Accelerator.TensorRt}");
    }

    /// <summary>The devices that a silo with these settings has on this machine.</summary>
    public DeviceList Detect() => DeviceList.Detect(CpuSlots, CpuThreads, GpuProvider);

    private static int? Number(IConfiguration configuration, string key, int least)
    {
        if (configuration[key] is not { Length: > 0 } text)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= Most
            ? number
            : throw Bad(key, text, $"a whole number from {least} to {Most}");
    }

    private static SpecException Bad(string key, string value, string expected) =>
        new($"{key} '{value}': expected {expected}; it comes from the settings file or from SAMESAME_{key.Replace(":", "__", StringComparison.Ordinal)}");
}
