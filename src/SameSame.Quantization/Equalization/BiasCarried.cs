namespace SameSame.Quantization.Equalization;

/// <summary>
/// Channels that are carried by their bias: much activation for little weight, before any factor is applied. What weights alone say of such a channel is not what it is.
/// </summary>
public static class BiasCarried
{
    /// <summary>
    /// How many times the layer's median ratio of activation to weight is more than inputs explain. No figure of <c>cle</c> on MobileNetV1, MobileNetV2 or SqueezeNet1.1 depends on it.
    /// </summary>
    public const double Threshold = 64;

    /// <summary>The classes of a group that are so in some tensor and producer; null where there are none.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="group">The group.</param>
    /// <param name="position">By class of the problem, its position in the group, negative outside.</param>
    public static bool[]? Find(EqualizationProblem problem, EqualizationGroup group, int[] position)
    {
        var carried = new bool[group.Classes.Length];
        foreach (var layer in group.Producers.Select(p => problem.Layers[p]))
        {
            var kernels = new double[carried.Length];
            for (var o = 0; o < layer.OutputClasses.Length; o++)
            {
                for (var i = 0; i < layer.InputsPerGroup && position[layer.OutputClasses[o]] >= 0; i++)
                    kernels[position[layer.OutputClasses[o]]] = Math.Max(kernels[position[layer.OutputClasses[o]]], layer.Magnitudes[o * layer.InputsPerGroup + i]);
            }

            foreach (var tensor in group.Tensors.Select(t => problem.Tensors[t]))
                Mark(carried, kernels, Activations(tensor, position, carried.Length));
        }

        return carried.Contains(true) ? carried : null;
    }

    private static double[] Activations(EqualizationTensor tensor, int[] position, int count)
    {
        var activations = new double[count];
        for (var c = 0; c < tensor.Classes.Length; c++)
        {
            if (position[tensor.Classes[c]] is >= 0 and var at)
                activations[at] = Math.Max(activations[at], tensor.AbsMax[c]);
        }

        return activations;
    }

    private static void Mark(bool[] carried, double[] kernels, double[] activations)
    {
        double[] ratios = [.. activations.Zip(kernels, (a, k) => k > 0 ? a / k : 0)];
        double[] known = [.. ratios.Where(r => r > 0).Order()];
        for (var i = 0; i < carried.Length && known.Length > 0; i++)
            carried[i] |= ratios[i] > Threshold * known[known.Length / 2];
    }
}
