using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;
using SameSame.Quantization.Schemes;

namespace SameSame.Onnx.Qdq.Checks;

/// <summary>Every activation of the plan reaches its readers through a Q/DQ pair of equal parameters whose grid covers its range, and is not far wider than that of its group.</summary>
internal static class StoredEdges
{
    public static void Verify(OnnxGraph graph, QuantizationPlan plan, QuantizationScheme scheme, IReadOnlyDictionary<string, ValueRange> ranges)
    {
        var producers = graph.Producers();
        var consumers = graph.Consumers();
        foreach (var group in plan.Points.GroupBy(p => p.Group))
        {
            var whole = group.Where(p => ranges.ContainsKey(p.Tensor)).Select(p => ranges[p.Tensor]).Aggregate(ValueRange.Empty, (a, b) => a.Union(b)).IncludingZero;
            foreach (var point in group)
            {
                var pair = point.Tensor == plan.Input ? OfInput(consumers, point.Tensor) : OfActivation(producers, point.Tensor);
                var (low, high, step) = Grid(graph, pair, (1 << ActivationRanges.Bits(plan, group.Key, scheme)) - 1);
                if (high - low > 2.1 * (whole.Max - whole.Min) + 2 * step && whole.Max > whole.Min)
                    throw ExportCheck.Violation($"activation '{point.Tensor}'", $"its grid reaches from {low:g4} to {high:g4} where {whole.Min:g4} to {whole.Max:g4} was seen");
                var range = ranges.TryGetValue(point.Tensor, out var own) ? own.IncludingZero : new ValueRange(0, 0);
                if (range.Min < low - step || range.Max > high + step)
                    throw ExportCheck.Violation($"activation '{point.Tensor}'", $"its grid reaches from {low:g4} to {high:g4} and cuts off {range.Min:g4} to {range.Max:g4}");
            }
        }
    }

    private static NodeProto OfInput(Dictionary<string, List<NodeProto>> consumers, string tensor) =>
        consumers.GetValueOrDefault(tensor, []).Find(n => n.OpType != "QuantizeLinear" && n.OpType is not ("Shape" or "Size")) is { } real
            ? throw ExportCheck.Violation($"input '{tensor}'", $"{real.OpType} '{real.Name}' reads it without quantization")
            : consumers.GetValueOrDefault(tensor, []).Find(n => n.OpType == "QuantizeLinear") ?? throw ExportCheck.Violation($"input '{tensor}'", "nothing quantizes it");

    private static NodeProto OfActivation(Dictionary<string, NodeProto> producers, string tensor)
    {
        if (!producers.TryGetValue(tensor, out var last) || last.OpType != "DequantizeLinear")
            throw ExportCheck.Violation($"activation '{tensor}'", "the plan quantizes it and the graph does not");
        var codes = producers.GetValueOrDefault(last.Input[0]);
        // Fewer codes than the container has are cut off between the two.
        codes = codes?.OpType == "Clip" ? producers.GetValueOrDefault(codes.Input[0]) : codes;
        if (codes?.OpType != "QuantizeLinear" || codes.Input[1] != last.Input[1] || codes.Input[2] != last.Input[2])
            throw ExportCheck.Violation($"activation '{tensor}'", "it is dequantized with other parameters than it is quantized with");
        return last;
    }

    private static (double Low, double High, double Step) Grid(OnnxGraph graph, NodeProto node, int top)
    {
        double scale = graph.Initializer(node.Input[1])!.ToFloats()[0];
        var zero = graph.Initializer(node.Input[2])!;
        var raw = zero.RawData.Span;
        var point = zero.ElementType() == OnnxDataType.UInt16 ? raw[0] | raw[1] << 8 : raw[0];
        return (-point * scale, (top - point) * scale, scale);
    }
}
