using SameSame.Onnx.Graph;

namespace SameSame.Grains.Evaluators;

/// <summary>How many images a device may take at once before their activations fill the memory it may use.</summary>
internal static class ActivationMemory
{
    private const long CpuBudget = 512L << 20;
    private const int CpuMost = 32, GpuMost = 256;

    /// <summary>
    /// The greatest batch: on a CPU slot what fits into 512 MB, where the fattest node's inputs and outputs stand for the peak; a GPU starts small and is
    /// answered by its own allocator.
    /// </summary>
    public static int GreatestBatch(Network network, string deviceKind)
    {
        if (deviceKind != "cpu")
            return GpuMost;
        var shapes = network.Analysis.Shapes;
        var peak = network.Folded.Nodes.Max(n => n.Input.Concat(n.Output).Distinct().Sum(t => Bytes(shapes[t], network.Folded.Initializer(t) is not null)));
        return (int)Math.Clamp(CpuBudget / Math.Max(1, 2 * peak), 1, CpuMost);
    }

    private static long Bytes(long[]? shape, bool isWeight) => shape is null || isWeight ? 0 : 4 * shape.Skip(1).Where(d => d > 0).Aggregate(1L, (a, b) => a * b);
}
