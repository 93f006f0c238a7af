using SameSame.Evaluation.Sessions;

namespace SameSame.Grains.Evaluators;

/// <summary>The devices of a silo.</summary>
/// <param name="Slots">One evaluator each.</param>
public sealed record DeviceList(IReadOnlyList<DeviceSlot> Slots)
{
    /// <summary>
    /// CPU slots, one a core by default with one thread each: independent networks side by side use two cores better than one network on both.
    /// </summary>
    /// <param name="slots">How many; null is as many as the cores have room for, 16 at most.</param>
    /// <param name="threads">Threads inside one operator of each slot.</param>
    public static DeviceList Cpu(int? slots = null, int threads = 1) =>
        new([.. Enumerable.Range(0, slots ?? Math.Clamp(Environment.ProcessorCount / threads, 1, 16)).Select(i => new DeviceSlot($"cpu{i}", "cpu", threads))]);

    /// <summary>What this machine has: every GPU that ONNX Runtime can use, and CPU slots on the cores that the GPUs do not need to be fed.</summary>
    /// <param name="slots">Number of CPU slots, where it is set.</param>
    /// <param name="threads">Threads of each.</param>
    /// <param name="gpuProvider">Execution provider of the GPUs.</param>
    public static DeviceList Detect(int? slots, int threads, string gpuProvider)
    {
        var gpus = GpuProbe.Look(gpuProvider).Gpus;
        var cpus = Cpu(slots ?? Math.Clamp((Environment.ProcessorCount - gpus.Count) / threads, 1, 16), threads);
        return new([.. gpus.Select(g => new DeviceSlot($"gpu{g}", "gpu", 1, g, gpuProvider)), .. cpus.Slots]);
    }
}

/// <summary>One device.</summary>
/// <param name="Name">Name within the silo.</param>
/// <param name="Kind"><c>cpu</c> or <c>gpu</c>.</param>
/// <param name="Threads">Threads inside one operator.</param>
/// <param name="Index">Number of the GPU.</param>
/// <param name="Provider">Execution provider of the GPU.</param>
public sealed record DeviceSlot(string Name, string Kind, int Threads = 1, int Index = 0, string? Provider = null);
