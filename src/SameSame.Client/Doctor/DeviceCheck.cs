using SameSame.Evaluation.Sessions;
using SameSame.Grains.Catalogues;
using SameSame.Grains.Evaluators;

namespace SameSame.Client.Doctor;

/// <summary>The devices that a silo on this machine would offer.</summary>
internal sealed class DeviceCheck : ICheck
{
    public IEnumerable<Finding> Run()
    {
        var provider = new CatalogueOptions().GpuProvider;
        var cpus = DeviceList.Detect(null, 1, provider).Slots.Count(s => s.Kind == "cpu");
        yield return new Finding(Verdict.Ok, "CPU", $"{cpus} slots of one thread, {CpuFeatures.InstructionSet}");
        var gpus = GpuProbe.Look(provider);
        yield return new Finding(Verdict.Ok, "GPU", gpus.Problem is { } problem ? $"none: {problem}" : $"{gpus.Gpus.Count} with {provider}");
    }
}
