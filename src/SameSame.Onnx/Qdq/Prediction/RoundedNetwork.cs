using SameSame.Onnx.Graph;
using SameSame.Quantization.Schemes;

namespace SameSame.Onnx.Qdq.Prediction;

/// <summary>
/// The rewritten network in floating point with the errors that its scheme cannot avoid, and no others: weights on their grid, activations rounded to the step of their
/// group and cut off at the range of their own. No integer, no zero point and no Q/DQ node is in it, and biases are rounded to no grid but an int32 accumulator's, so what a quantized graph has lost beyond it was lost by its making.
/// Its logits are the prediction that a cell's are held to.
/// </summary>
public static class RoundedNetwork
{
    /// <summary>Builds the graph.</summary>
    /// <param name="export">The cell's file and the rewritten network behind it; weights and biases are those that it stores.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="ranges">By tensor, the range that calibration saw.</param>
    /// <param name="quantizers">By group, the grid.</param>
    /// <param name="bits">The scheme's bits, which decide whether accumulators have 32.</param>
    /// <param name="sources">Which errors to make.</param>
    public static OnnxGraph Build(
        QdqExport export, QuantizationPlan plan, IReadOnlyDictionary<string, ValueRange> ranges, IReadOnlyDictionary<int, ActivationQuantizer> quantizers, BitWidths bits,
        ErrorSources sources)
    {
        var graph = export.Rewritten.Clone();
        TakeConstants(graph, export, sources);
        if (sources.HasFlag(ErrorSources.Accumulator) && BiasQuantizer.NeedsAccumulatorScale(bits))
            RoundBiases(graph, export, plan.Points.ToDictionary(p => p.Tensor, p => (double)quantizers[p.Group].Scale, StringComparer.Ordinal));
        if ((sources & (ErrorSources.Rounding | ErrorSources.Clipping | ErrorSources.Image)) == 0)
            return graph;
        var writer = new PointWriter(graph);
        foreach (var point in plan.Points.Where(p => p.Measured))
        {
            var range = ranges[point.Tensor].IncludingZero;
            var rounds = sources.HasFlag(ErrorSources.Rounding) || (sources.HasFlag(ErrorSources.Image) && point.Tensor == plan.Image);
            writer.Store(point.Tensor, point.Tensor == plan.Input, rounds ? quantizers[point.Group].Scale : null,
                sources.HasFlag(ErrorSources.Clipping) && point.Tensor != plan.Input && range.Max > range.Min ? range : null);
        }

        return graph;
    }

    // A step of the layer's input times one of its weights is what an accumulator counts in.
    private static void RoundBiases(OnnxGraph graph, QdqExport export, Dictionary<string, double> steps)
    {
        var stored = new StoredConstants(new OnnxGraph(export.Model));
        var layers = export.Layers.ToDictionary(l => l.Value, l => l.Key, StringComparer.Ordinal);
        foreach (var layer in LinearLayer.All(graph).Where(l => l.Node.InputOrNull(2) is not null && layers.ContainsKey(l.Output) && steps.ContainsKey(l.Input)))
        {
            if (stored.Find(layers[layer.Output].Input[1]) is not { } weights)
                continue;
            var (scales, step) = (stored.Scales(weights), steps[layer.Input]);
            double Step(int o) => step * scales[scales.Length == 1 ? 0 : o];
            layer.WriteBias(graph, layer.ReadBias(graph).Select((b, o) => Math.Round(b / Step(o), MidpointRounding.ToEven) * Step(o)));
        }
    }

    private static void TakeConstants(OnnxGraph graph, QdqExport export, ErrorSources sources)
    {
        var stored = new StoredConstants(new OnnxGraph(export.Model));
        var layers = export.Layers.ToDictionary(l => l.Value, l => l.Key, StringComparer.Ordinal);
        foreach (var node in graph.Nodes.ToList())
        {
            if (node.Output.Count == 0 || !layers.TryGetValue(node.Output[0], out var quantized))
                continue;
            if (sources.HasFlag(ErrorSources.Weights) && stored.Find(quantized.Input[1]) is { } weights)
                graph.SetConstantInput(node, 1, stored.Dims(weights), stored.Values(weights));
            if (sources.HasFlag(ErrorSources.Biases) && stored.Find(quantized.InputOrNull(2)) is { } bias)
                graph.SetConstantInput(node, 2, stored.Dims(bias), [.. stored.Bias(bias).Select(b => (float)b)]);
        }

        foreach (var (output, operand, name) in sources.HasFlag(ErrorSources.Weights) ? export.Operands : [])
        {
            var constant = stored.Find(name)!;
            graph.SetConstantInput(graph.Nodes.First(n => n.Output.Contains(output)), operand, stored.Dims(constant), stored.Values(constant));
        }
    }
}
