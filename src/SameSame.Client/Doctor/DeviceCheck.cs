using SameSame.Evaluation.Sessions;
using SameSame.Hosting.Silos;

namespace SameSame.Client.Doctor;

/// <summary>The devices that a silo on this machine would offer, under the same settings.</summary>
internal sealed class DeviceCheck : ICheck
{
    public IEnumerable<Finding> Run()
    {
        var settings = DeviceSettings.Of(SiloSettings.Read(null));
        var cpus = settings.Detect().Slots.Count(s => s.Kind == "cpu");
        yield return new Finding(Verdict.Ok, "CPU", $"{cpus} slots of {(settings.CpuThreads == 1 ? "one thread" : $"{settings.CpuThreads} threads")}, {CpuFeatures.InstructionSet}");
        var gpus = GpuProbe.Look(settings.GpuProvider);
        yield return new Finding(Verdict.Ok, "GPU", gpus.Problem is { } problem ? $"none: {problem}" : $"{gpus.Gpus.Count} with {settings.GpuProvider}");
    }
}
