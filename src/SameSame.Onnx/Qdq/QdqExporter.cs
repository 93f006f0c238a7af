using SameSame.Onnx.Absorption;
using SameSame.Onnx.Graph;
using SameSame.Onnx.Qdq.Checks;
using SameSame.Onnx.Schema;
using SameSame.Quantization.BiasCorrection;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;

namespace SameSame.Onnx.Qdq;

/// <summary>
/// Makes the QDQ form of a factorized network. The same network, statistics, factors and scheme give the same bytes, so a cell's file can be
/// rebuilt at any time from its recipe.
/// </summary>
public static class QdqExporter
{
    /// <summary>Builds the graph that is both measured and deployed.</summary>
    /// <param name="network">The prepared network.</param>
    /// <param name="plan">Its quantization plan.</param>
    /// <param name="statistics">Calibration statistics at factor 1.</param>
    /// <param name="factorization">The factors.</param>
    /// <param name="scheme">How numbers are quantized, and whether high biases are absorbed first.</param>
    /// <param name="pixels">The exact range of preprocessed pixels.</param>
    /// <param name="biasShifts">What empirical correction adds to the biases, by the layer's output in the folded graph.</param>
    /// <exception cref="OnnxFormatException">A bias does not fit int32.</exception>
    public static QdqExport Export(
        Network network, QuantizationPlan plan, ModelStatistics statistics, Factorization factorization, QuantizationScheme scheme, ValueRange pixels,
        IReadOnlyDictionary<string, double[]>? biasShifts = null)
    {
        var absorption = scheme.AbsorbBiases ? BiasAbsorption.Of(network, statistics) : null;
        (network, statistics) = absorption is null ? (network, statistics) : (absorption.Network, absorption.Shift(statistics));
        var quantizers = ActivationRanges.Quantizers(network, plan, statistics, factorization, scheme, pixels);
        var graph = network.Factorize(factorization.Factors);
        graph.Model.Graph.ValueInfo.Clear();
        var rewritten = graph.Clone();
        var nodes = new QdqNodes(graph);
        nodes.ImportDomain();
        var parameters = quantizers.Keys.ToDictionary(g => g, g => nodes.Unique($"samesame.activation{g}"));
        foreach (var (group, quantizer) in quantizers)
            nodes.SetParameters(parameters[group], quantizer);

        var points = plan.Points.ToDictionary(p => p.Tensor, StringComparer.Ordinal);
        var weightRanges = Calibrators.Get(factorization.WeightCalibrator ?? scheme.Calibrator);
        var widened = 0;
        var intended = new List<IntendedLayer>();
        var layers = new Dictionary<NodeProto, string>(ReferenceEqualityComparer.Instance);
        foreach (var layer in LinearLayer.All(graph))
        {
            layers[layer.Node] = layer.Output;
            var before = new IntendedLayer(
                layer.Node, layer.Input, graph.Initializer(layer.Node.Input[1])!, graph.Initializer(layer.Node.InputOrNull(2)), layer.Node.InputOrNull(2));
            ActivationQuantizer? input = points.TryGetValue(layer.Input, out var point) ? quantizers[point.Group] : null;
            var means = ScaledTapMeans(network, layer, statistics, factorization);
            var shifts = input is { } q && scheme.BiasCorrection == AnalyticBiasCorrection.Name ? TapShifts.Of(network, layer, statistics, factorization, q) : null;
            var share = factorization.WeightHeadroom?.TryGetValue(layer.Name, out var chosen) == true ? chosen : 1;
            var (wider, corrected) = LayerQuantizer.Quantize(nodes, layer, scheme, weightRanges, share, input, means, shifts, biasShifts?.GetValueOrDefault(layer.Output));
            widened += wider;
            intended.Add(before with { Corrected = corrected });
        }

        var operands = OperandQuantizer.Quantize(nodes, scheme, weightRanges);
        var clamped = 0;
        foreach (var point in plan.Points)
        {
            var bounded = ActivationInserter.Quantize(
                nodes, point.Tensor, quantizers[point.Group], parameters[point.Group], !point.Measured, point.Tensor == plan.Input);
            clamped += bounded ? 1 : 0;
        }

        SoftmaxGuard.Apply(nodes);
        graph.RemoveUnusedInitializers();
        return new QdqExport(graph.Model, clamped, widened) { Layers = layers, BiasShifts = biasShifts, Absorption = absorption, Intended = intended, Rewritten = rewritten, Operands = operands, Real = RealParts.Of(graph, plan.Logits) };
    }

    private static double[]? ScaledTapMeans(Network network, LinearLayer layer, ModelStatistics statistics, Factorization factorization)
    {
        if (!statistics.TapMeans.TryGetValue(layer.Output, out var means))
            return null;
        var classes = network.Analysis.InputClasses(layer);
        return [.. means.Select((m, i) => m * factorization.Factors[classes[i / layer.Taps]])];
    }
}
