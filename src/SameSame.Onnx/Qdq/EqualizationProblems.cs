using System.Numerics.Tensors;
using SameSame.Onnx.Graph;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Statistics;

namespace SameSame.Onnx.Qdq;

/// <summary>Reduces a network and its calibration statistics to the problem that equalization methods solve.</summary>
public static class EqualizationProblems
{
    /// <summary>Builds the problem. Without statistics (weights-only inspection) there are no tensors.</summary>
    public static EqualizationProblem Build(Network network, QuantizationPlan plan, ModelStatistics? statistics)
    {
        var tensors = plan.MeasuredTensors
            .Where(t => statistics?.Tensors.ContainsKey(t) == true && network.Analysis.Channels.ContainsKey(t))
            .Select(t => Tensor(network, t, statistics!.Tensors[t]))
            .ToList();
        var layers = network.Analysis.Layers.Select(l => Layer(network, l)).ToList();
        return new EqualizationProblem(network.Analysis.ClassCount, tensors, layers);
    }

    private static EqualizationTensor Tensor(Network network, string name, ChannelStatistics statistics) =>
        new(name, network.Analysis.Channels[name].Classes, [.. Enumerable.Range(0, statistics.Channels).Select(statistics.AbsMax)]);

    private static EqualizationLayer Layer(Network network, LinearLayer layer)
    {
        var weights = layer.ReadWeights(network.Folded);
        var magnitudes = new float[layer.Outputs * layer.InputsPerGroup];
        if (layer.Taps == 1)
            TensorPrimitives.Abs(weights, magnitudes);
        for (var m = 0; m < magnitudes.Length && layer.Taps > 1; m++)
            magnitudes[m] = Math.Abs(TensorPrimitives.MaxMagnitude<float>(weights.AsSpan(m * layer.Taps, layer.Taps)));

        return new EqualizationLayer(layer.Name, network.Analysis.OutputClasses(layer), network.Analysis.InputClasses(layer), layer.Groups, magnitudes);
    }
}
