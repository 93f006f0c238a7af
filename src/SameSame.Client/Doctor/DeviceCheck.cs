using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Sessions;
using SameSame.Hosting.Silos;

namespace SameSame.Client.Doctor;

/// <summary>The devices that a silo on this machine would offer, under the same settings.</summary>
/// <param name="read">Reads the settings.</param>
internal sealed class DeviceCheck(Func<DeviceSettings> read) : ICheck
{
    public IEnumerable<Finding> Run()
    {
        DeviceSettings settings;
        try
        {
            settings = read();
        }
        catch (SpecException e)
        {
            return [new Finding(Verdict.Failure, "devices", e.Message, "correct the setting or leave it out")];
        }

        var cpus = settings.Detect().Slots.Count(s => s.Kind == "cpu");
        var gpus = GpuProbe.Look(settings.GpuProvider);
        return
        [
            new Finding(Verdict.Ok, "CPU", $"{cpus} slots of {(settings.CpuThreads == 1 ? "one thread" : $"{settings.CpuThreads} threads")}, {CpuFeatures.InstructionSet}"),
            new Finding(Verdict.Ok, "GPU", gpus.Problem is { } problem ? $"none: {problem}" : $"{gpus.Gpus.Count} with {settings.GpuProvider}"),
        ];
    }
}
