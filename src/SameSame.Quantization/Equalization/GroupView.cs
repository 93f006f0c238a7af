using SameSame.Quantization.Schemes;

namespace SameSame.Quantization.Equalization;

/// <summary>Builds the <see cref="GroupProblem"/> of a group from a problem and the factors found so far.</summary>
public static class GroupView
{
    private const int Outside = -1;

    /// <summary>The ranges of <paramref name="group"/> under <paramref name="factors"/>, one positive factor a class; with the noise of a scheme where one is given.</summary>
    public static GroupProblem Of(EqualizationProblem problem, EqualizationGroup group, double[] factors, QuantizationScheme? scheme = null)
    {
        var position = new int[problem.ClassCount];
        Array.Fill(position, Outside);
        for (var i = 0; i < group.Classes.Length; i++)
            position[group.Classes[i]] = i;

        var activations = Rows(group.Tensors.Length, group.Classes.Length);
        var activationsOutside = new double[group.Tensors.Length];
        for (var t = 0; t < group.Tensors.Length; t++)
        {
            var tensor = problem.Tensors[group.Tensors[t]];
            for (var ch = 0; ch < tensor.Classes.Length; ch++)
                Record(activations[t], ref activationsOutside[t], position[tensor.Classes[ch]], tensor.AbsMax[ch] * factors[tensor.Classes[ch]]);
        }

        var kernels = Rows(group.Producers.Length, group.Classes.Length);
        var kernelsOutside = new double[group.Producers.Length];
        for (var p = 0; p < group.Producers.Length; p++)
            Kernels(problem.Layers[group.Producers[p]], position, factors, kernels[p], ref kernelsOutside[p]);

        var columns = Rows(group.Consumers.Length, group.Classes.Length);
        var columnsOutside = new double[group.Consumers.Length];
        for (var s = 0; s < group.Consumers.Length; s++)
            Columns(problem.Layers[group.Consumers[s]], position, factors, columns[s], ref columnsOutside[s]);
        return new GroupProblem(activations, activationsOutside, kernels, kernelsOutside, columns, columnsOutside)
        {
            Carried = BiasCarried.Find(problem, group, position),
            Noise = scheme is null ? null : Noise(problem, group, position, factors, scheme),
        };
    }

    private static GroupNoise? Noise(EqualizationProblem problem, EqualizationGroup group, int[] position, double[] factors, QuantizationScheme scheme)
    {
        if (group.Producers.Concat(group.Consumers).Any(l => problem.Layers[l] is { Energies: null } or { InputMoments: null }))
            return null;
        var (activation, weight) = (12 * Math.Pow(Math.Pow(2, scheme.Bits.Activations) - 1, 2), 12 * Math.Pow(WeightQuantizer.Limit(scheme.Bits.Weights), 2));
        var (gains, moments) = (new double[group.Classes.Length], new double[group.Classes.Length]);
        foreach (var layer in group.Consumers.Select(s => problem.Layers[s]))
        {
            var perOutput = layer.OutputClasses.Length / layer.Groups;
            for (var o = 0; o < layer.OutputClasses.Length; o++)
            {
                for (var i = 0; i < layer.InputsPerGroup; i++)
                {
                    var input = layer.InputClasses[layer.InputChannel(o, i)];
                    if (position[input] != Outside)
                        gains[position[input]] += layer.Energies![o * layer.InputsPerGroup + i] * Math.Pow(factors[layer.OutputClasses[o]] / factors[input], 2);
                }
            }

            for (var i = 0; i < layer.InputClasses.Length; i++)
            {
                if (position[layer.InputClasses[i]] is var at and not Outside)
                    moments[at] += perOutput * layer.InputMoments![i] * Math.Pow(factors[layer.InputClasses[i]], 2);
            }
        }

        var energy = scheme.Granularity == Granularity.PerChannel ? 0
            : group.Producers.Select(p => problem.Layers[p]).Sum(l => l.InputMoments!.Select((m, i) => m * Math.Pow(factors[l.InputClasses[i]], 2)).Sum() / l.Groups);
        return new GroupNoise([.. gains.Select(g => g / activation)], [.. gains.Select(g => energy * g / weight)], [.. moments.Select(m => m / weight)]);
    }

    // K_i = s_i max_j |W_ij| / s_j: the greatest weight of each output row.
    private static void Kernels(EqualizationLayer layer, int[] position, double[] factors, double[] inside, ref double outside)
    {
        var perGroup = layer.InputsPerGroup;
        var inverse = Array.ConvertAll(layer.InputClasses, c => 1 / factors[c]);
        for (var o = 0; o < layer.OutputClasses.Length; o++)
        {
            var row = layer.Magnitudes.AsSpan(o * perGroup, perGroup);
            var scale = inverse.AsSpan(layer.InputChannel(o, 0), perGroup);
            Record(inside, ref outside, position[layer.OutputClasses[o]], ScaledMaximum.Of(row, scale) * factors[layer.OutputClasses[o]]);
        }
    }

    // V_i = max_o |W_oi| s_o / s_i: the greatest weight of each input column.
    private static void Columns(EqualizationLayer layer, int[] position, double[] factors, double[] inside, ref double outside)
    {
        var perGroup = layer.InputsPerGroup;
        var max = new double[layer.InputClasses.Length];
        for (var o = 0; o < layer.OutputClasses.Length; o++)
        {
            var row = layer.Magnitudes.AsSpan(o * perGroup, perGroup);
            ScaledMaximum.Into(max.AsSpan(layer.InputChannel(o, 0), perGroup), row, factors[layer.OutputClasses[o]]);
        }

        for (var i = 0; i < max.Length; i++)
            Record(inside, ref outside, position[layer.InputClasses[i]], max[i] / factors[layer.InputClasses[i]]);
    }

    private static void Record(double[] inside, ref double outside, int position, double value)
    {
        if (position != Outside)
            inside[position] = Math.Max(inside[position], value);
        else
            outside = Math.Max(outside, value);
    }

    private static double[][] Rows(int count, int length)
    {
        var rows = new double[count][];
        for (var r = 0; r < count; r++)
            rows[r] = new double[length];
        return rows;
    }
}
