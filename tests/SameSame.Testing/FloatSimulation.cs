using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Testing;

/// <summary>
/// What a QDQ graph means, spelled out in float: integer constants become the real values they stand for, and each QuantizeLinear/DequantizeLinear
/// becomes Div, Round, Add, Clip / Sub, Mul. Nothing in it can be fused into an integer kernel.
/// </summary>
public static class FloatSimulation
{
    /// <summary>The simulation of a quantized model.</summary>
    public static ModelProto Of(ModelProto quantized)
    {
        var graph = new OnnxGraph(quantized.Clone());
        foreach (var node in graph.Nodes.ToList())
        {
            if (node.OpType == "Clip" && graph.Initializer(node.Input[2]) is { } limit && limit.ElementType() == OnnxDataType.UInt8)
                graph.SetInitializer(TensorData.Floats(limit.Name, [], [Codes(limit).Single()]));
            if (node.OpType == "DequantizeLinear" && graph.Initializer(node.Input[0]) is { } codes)
                graph.SetInitializer(Dequantize(graph, node, codes));
            else if (node.OpType == "QuantizeLinear")
                Replace(graph, node, Quantize(graph, node));
            else if (node.OpType == "DequantizeLinear")
                Replace(graph, node, DequantizeActivation(graph, node));
            else
                continue;
            graph.Nodes.Remove(node);
        }

        graph.RemoveUnusedInitializers();
        return graph.Model;
    }

    private static IEnumerable<NodeProto> Quantize(OnnxGraph graph, NodeProto node)
    {
        var zero = graph.Initializer(node.Input[2])!;
        var top = zero.ElementType() == OnnxDataType.UInt8 ? 255f : 65535f;
        var y = node.Output[0];
        yield return NodeAttributes.Create("Div", [node.Input[0], node.Input[1]], $"{y}.scaled");
        yield return NodeAttributes.Create("Round", [$"{y}.scaled"], $"{y}.rounded");
        yield return NodeAttributes.Create("Add", [$"{y}.rounded", Zero(graph, node)], $"{y}.shifted");
        yield return NodeAttributes.Create("Clip", [$"{y}.shifted", Scalar(graph, $"{y}.low", 0), Scalar(graph, $"{y}.high", top)], y);
    }

    private static IEnumerable<NodeProto> DequantizeActivation(OnnxGraph graph, NodeProto node)
    {
        yield return NodeAttributes.Create("Sub", [node.Input[0], Zero(graph, node)], $"{node.Output[0]}.centred");
        yield return NodeAttributes.Create("Mul", [$"{node.Output[0]}.centred", node.Input[1]], node.Output[0]);
    }

    private static TensorProto Dequantize(OnnxGraph graph, NodeProto node, TensorProto codes)
    {
        var scales = graph.Initializer(node.Input[1])!.ToFloats();
        var axis = (int)node.Int("axis", 1);
        var inner = codes.Dims.Skip(axis + 1).Aggregate(1L, (a, b) => a * b);
        var values = Codes(codes).Select((c, i) => c * scales[scales.Length == 1 ? 0 : i / inner % scales.Length]).ToArray();
        return TensorData.Floats(node.Output[0], codes.Dims, values);
    }

    private static IEnumerable<float> Codes(TensorProto tensor)
    {
        var raw = tensor.RawData.ToByteArray();
        return tensor.ElementType() switch
        {
            OnnxDataType.Int8 => raw.Select(b => (float)(sbyte)b),
            OnnxDataType.Int16 => Enumerable.Range(0, raw.Length / 2).Select(i => (float)BitConverter.ToInt16(raw, 2 * i)),
            OnnxDataType.UInt8 => raw.Select(b => (float)b),
            OnnxDataType.UInt16 => Enumerable.Range(0, raw.Length / 2).Select(i => (float)BitConverter.ToUInt16(raw, 2 * i)),
            OnnxDataType.Int32 => Enumerable.Range(0, raw.Length / 4).Select(i => (float)BitConverter.ToInt32(raw, 4 * i)),
            var other => throw new InvalidOperationException($"codes of type {other}"),
        };
    }

    private static string Zero(OnnxGraph graph, NodeProto node) =>
        Scalar(graph, $"{node.Output[0]}.zero", Codes(graph.Initializer(node.Input[2])!).Single());

    private static string Scalar(OnnxGraph graph, string name, float value)
    {
        graph.SetInitializer(TensorData.Floats(name, [], [value]));
        return name;
    }

    private static void Replace(OnnxGraph graph, NodeProto node, IEnumerable<NodeProto> by)
    {
        var at = graph.Nodes.IndexOf(node);
        foreach (var replacement in by)
        {
            replacement.Name += "/simulated";
            graph.Nodes.Insert(at++, replacement);
        }
    }
}
