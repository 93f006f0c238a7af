using SameSame.Onnx.Constants;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Qdq;

/// <summary>
/// A quantized graph in floating point alone, for devices without integer kernels ("fake quantization"): constants are the real numbers that their codes stand for, and
/// Q and DQ of an activation become <c>Clip(Round(x / scale), lo, hi) * scale</c>. Each tensor holds exactly the values that the Q/DQ nodes give.
/// </summary>
public static class SimulatedForm
{
    /// <summary>A copy of <paramref name="model"/> in that form; one without Q/DQ nodes stays what it is.</summary>
    /// <param name="model">A graph that <see cref="QdqExporter"/> wrote, or a real one.</param>
    /// <exception cref="OnnxFormatException">Codes of an activation go to an operator that the exporter never puts there.</exception>
    public static ModelProto Of(ModelProto model)
    {
        var graph = new OnnxGraph(model.Clone());
        if (!graph.Nodes.Any(n => n.OpType is "QuantizeLinear" or "DequantizeLinear"))
            return graph.Model;
        var names = new QdqNodes(graph);
        var stored = new StoredConstants(graph);
        var codes = new Dictionary<string, long>(StringComparer.Ordinal);
        var nodes = graph.Nodes.SelectMany(n => Simulate(names, stored, codes, n)).ToList();
        graph.Model.Graph.Node.Clear();
        graph.Model.Graph.Node.AddRange(nodes);
        // What is recorded of their types is no longer true.
        foreach (var value in graph.Model.Graph.ValueInfo.Where(v => codes.ContainsKey(v.Name)).ToList())
            graph.Model.Graph.ValueInfo.Remove(value);
        DropUnread(graph);
        return graph.Model;
    }

    private static IEnumerable<NodeProto> Simulate(QdqNodes names, StoredConstants stored, Dictionary<string, long> codes, NodeProto node)
    {
        var graph = names.Graph;
        if (node.OpType == "DequantizeLinear")
        {
            if (stored.Find(node.Output[0]) is null)
                return [NodeAttributes.Create("Mul", [node.Input[0], node.Input[1]], node.Output[0])];
            graph.SetInitializer(TensorData.Floats(node.Output[0], stored.Dims(node), Values(graph, stored, node)));
            return [];
        }

        if (node.OpType == "QuantizeLinear")
            return Quantize(names, codes, node);
        if (node.Input.FirstOrDefault(codes.ContainsKey) is not { } input)
            return [node];
        if (node.OpType != "Clip" || node.Input.Count != 3 || graph.Initializer(node.Input[2]) is not { } limit)
            throw new OnnxFormatException($"node '{node.Name}' ({node.OpType}): it reads the codes '{input}', which have no counterpart in floating point");
        var zero = codes[node.Output[0]] = codes[input];
        return [NodeAttributes.Create("Clip", [input, "", Scalar(names, node.Output[0], "top", Code(limit) - zero)], node.Output[0])];
    }

    private static IEnumerable<NodeProto> Quantize(QdqNodes names, Dictionary<string, long> codes, NodeProto node)
    {
        var (to, zero) = (node.Output[0], names.Graph.Initializer(node.Input[2])!);
        var point = codes[to] = Code(zero);
        var (least, greatest) = zero.ElementType() switch
        {
            OnnxDataType.UInt8 => (byte.MinValue, byte.MaxValue),
            OnnxDataType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
            OnnxDataType.UInt16 => (ushort.MinValue, ushort.MaxValue),
            OnnxDataType.Int16 => ((int)short.MinValue, (int)short.MaxValue),
            var other => throw new OnnxFormatException($"tensor '{zero.Name}': {other} is no type of activation codes"),
        };
        var (steps, rounded) = (names.Beside(to, "steps"), names.Beside(to, "rounded"));
        return
        [
            NodeAttributes.Create("Div", [node.Input[0], node.Input[1]], steps),
            NodeAttributes.Create("Round", [steps], rounded),
            NodeAttributes.Create("Clip", [rounded, Scalar(names, to, "least", least - point), Scalar(names, to, "greatest", greatest - point)], to),
        ];
    }

    private static string Scalar(QdqNodes names, string beside, string suffix, long value)
    {
        var name = names.Beside(beside, suffix);
        names.Graph.SetInitializer(TensorData.Floats(name, [], [value]));
        return name;
    }

    private static long Code(TensorProto scalar) => ConstantTensorData.Read(scalar)!.Integers![0];

    // In float32 as the operator computes it, int32 codes included.
    private static float[] Values(OnnxGraph graph, StoredConstants stored, NodeProto node)
    {
        var tensor = graph.Initializer(node.Input[0])!;
        if (tensor.ElementType() != OnnxDataType.Int32)
            return stored.Values(node);
        var scales = stored.Scales(node);
        return [.. tensor.ToLongs().Select((c, o) => c * scales[scales.Length == 1 ? 0 : o])];
    }

    private static void DropUnread(OnnxGraph graph)
    {
        var read = graph.Nodes.SelectMany(Subgraphs.Reads).Concat(graph.Outputs).ToHashSet(StringComparer.Ordinal);
        foreach (var constant in graph.Model.Graph.Initializer.Where(t => !read.Contains(t.Name)).ToList())
            graph.Model.Graph.Initializer.Remove(constant);
    }
}
