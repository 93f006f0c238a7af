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
        var ofClass = statistics is null ? [] : MomentsByClass(network, plan, statistics);
        var layers = network.Analysis.Layers.Select(l => statistics is null ? Layer(network, l) : WithMoments(network, l, statistics, ofClass)).ToList();
        return new EqualizationProblem(network.Analysis.ClassCount, tensors, layers);
    }

    private static EqualizationTensor Tensor(Network network, string name, ChannelStatistics statistics) =>
        new(name, network.Analysis.Channels[name].Classes, [.. Enumerable.Range(0, statistics.Channels).Select(statistics.AbsMax)]) { Statistics = statistics };

    private static EqualizationLayer WithMoments(Network network, LinearLayer layer, ModelStatistics statistics, (double Moment, double Variance)[] ofClass)
    {
        var weights = layer.ReadWeights(network.Folded);
        var energies = new float[layer.Outputs * layer.InputsPerGroup];
        for (var m = 0; m < energies.Length; m++)
            energies[m] = TensorPrimitives.SumOfSquares<float>(weights.AsSpan(m * layer.Taps, layer.Taps));

        // Where the input itself was not measured (pooled, flattened), its channels have the moments of their class.
        var own = statistics.Tensors.GetValueOrDefault(layer.Input) is { } s && s.Channels == layer.Inputs ? s : null;
        var classes = network.Analysis.InputClasses(layer);
        (double Moment, double Variance)[] moments = [.. Enumerable.Range(0, layer.Inputs).Select(i => own is null ? ofClass[classes[i]] : Moments(own, i))];
        return Layer(network, layer) with
        {
            Energies = energies,
            InputMoments = [.. moments.Select(m => m.Moment * layer.Taps)],
            InputVariances = [.. moments.Select(m => m.Variance * layer.Taps)],
        };
    }

    private static (double Moment, double Variance)[] MomentsByClass(Network network, QuantizationPlan plan, ModelStatistics statistics)
    {
        var moments = new (double Moment, double Variance)[network.Analysis.ClassCount];
        moments[0] = (1, 1);
        foreach (var tensor in plan.MeasuredTensors.Where(t => statistics.Tensors.ContainsKey(t) && network.Analysis.Channels.ContainsKey(t)))
        {
            var classes = network.Analysis.Channels[tensor].Classes;
            for (var i = 0; i < classes.Length; i++)
                moments[classes[i]] = classes[i] == 0 ? moments[0] : Moments(statistics.Tensors[tensor], i);
        }

        return moments;
    }

    private static (double Moment, double Variance) Moments(ChannelStatistics statistics, int channel) =>
        (statistics.SecondMoment[channel], Math.Max(0, statistics.SecondMoment[channel] - statistics.Mean[channel] * statistics.Mean[channel]));

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
