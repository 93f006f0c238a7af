using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;
using SameSame.Onnx.Shapes;

namespace SameSame.Onnx.Graph;

/// <summary>
/// Exporters compute the targets of Reshape and the bounds of Slice from Shape, Gather, Cast and arithmetic. Where everything but the batch is known
/// they become constants (a Reshape's 0 copies the batch), and the arithmetic goes.
/// </summary>
internal static class ComputedShapes
{
    private const int LongestShape = 64;

    private static readonly HashSet<string> Arithmetical = new(StringComparer.Ordinal)
    {
        "Shape", "Gather", "Unsqueeze", "Squeeze", "Cast", "Concat", "Add", "Sub", "Mul", "Div", "Slice", "Reshape", "Identity", "ConstantOfShape", "Equal", "Where",
    };

    /// <summary>Folds in place.</summary>
    public static void Fold(OnnxGraph graph)
    {
        var values = new Dictionary<string, long?[]>(StringComparer.Ordinal);
        foreach (var tensor in graph.Initializers.Where(t => t.ElementType() is OnnxDataType.Int64 or OnnxDataType.Int32 && t.Count() <= LongestShape))
            values[tensor.Name] = [.. tensor.ToLongs().Select(v => (long?)v)];
        // Shapes and values feed each other: a Reshape's output is known once its target is.
        foreach (var node in graph.Nodes.ToList())
        {
            if (node.Output.Count == 0)
                continue;
            if (node.OpType is "Reshape" or "Slice" or "Expand")
                Replace(graph, node, values);
            if (node.OpType == "Expand" && values.TryGetValue(node.Input[1], out var target))
                StateExpanded(graph, node, target);
            if (Arithmetical.Contains(node.OpType) && Evaluate(node, values, tensor => ShapeInference.Infer(graph)[tensor]) is { } value)
            {
                values[node.Output[0]] = value;
            }
        }

        RemoveDeadNodes(graph);
    }

    private static void Replace(OnnxGraph graph, NodeProto node, Dictionary<string, long?[]> values)
    {
        for (var i = 1; i < node.Input.Count; i++)
        {
            if (node.Input[i].Length == 0 || graph.Initializer(node.Input[i]) is not null || !values.TryGetValue(node.Input[i], out var value))
                continue;
            var reshape = node.OpType == "Reshape";
            if (value.Select((v, n) => v is null && !(reshape && n == 0)).Any(unknown => unknown))
                continue;
            long[] constant = [.. value.Select(v => v ?? 0)];
            var name = graph.UniqueName($"{node.Output[0]}.constant{i}");
            graph.SetInitializer(TensorData.Create(name, [constant.Length], OnnxDataType.Int64, System.Runtime.InteropServices.MemoryMarshal.AsBytes<long>(constant)));
            node.Input[i] = name;
        }
    }

    // A target that depends on the batch cannot become a constant, but the result's shape can be stated.
    private static void StateExpanded(OnnxGraph graph, NodeProto node, long?[] target)
    {
        if (ShapeInference.Infer(graph)[node.Input[0]] is not { } x || x.Length != target.Length)
            return;
        var shape = new TensorShapeProto();
        for (var i = 0; i < x.Length; i++)
            shape.Dim.Add(target[i] is { } d ? new TensorShapeProto.Types.Dimension { DimValue = Math.Max(d, x[i]) } : new TensorShapeProto.Types.Dimension());
        var type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)OnnxDataType.Float, Shape = shape } };
        graph.Model.Graph.ValueInfo.Add(new ValueInfoProto { Name = node.Output[0], Type = type });
    }

    // A vector of integers, null where one depends on the input; null altogether where the node is about something else.
    private static long?[]? Evaluate(NodeProto node, Dictionary<string, long?[]> values, Func<string, long[]?> shapeOf)
    {
        if (node.OpType == "Shape")
            return shapeOf(node.Input[0])?.Select(d => d < 0 ? null : (long?)d).ToArray();
        var inputs = node.Input.Select(i => values.GetValueOrDefault(i)).ToList();
        if (inputs[0] is not { } x)
            return null;
        switch (node.OpType)
        {
            case "Unsqueeze" or "Squeeze" or "Cast" or "Identity":
                return x;
            case "Reshape":
                return x;
            case "Gather":
                return inputs[1] is [{ } at] ? [x[at < 0 ? at + x.Length : at]] : null;
            case "Slice":
                return inputs[1] is [{ } start] && inputs[2] is [{ } end] ? x[(int)Math.Clamp(start < 0 ? start + x.Length : start, 0, x.Length)..(int)Math.Clamp(end < 0 ? end + x.Length : end, 0, x.Length)] : null;
            case "ConstantOfShape":
                return x is [{ } length] && length <= LongestShape && node.Find("value")?.T is { } fill && fill.ElementType() == OnnxDataType.Int64
                    ? [.. Enumerable.Repeat((long?)fill.ToLongs()[0], (int)length)] : null;
            case "Where":
                return inputs.All(i => i?.Length == x.Length) ? [.. x.Select((c, i) => c is null ? null : c != 0 ? inputs[1]![i] : inputs[2]![i])] : null;
            case "Concat":
                return inputs.All(i => i is not null) ? [.. inputs.SelectMany(i => i!)] : null;
            default:
                return inputs[1] is { } y && (x.Length == y.Length || x.Length == 1 || y.Length == 1)
                    ? [.. Enumerable.Range(0, Math.Max(x.Length, y.Length)).Select(i => Arithmetic(node.OpType, x[x.Length == 1 ? 0 : i], y[y.Length == 1 ? 0 : i]))]
                    : null;
        }
    }

    private static long? Arithmetic(string op, long? a, long? b) => (op, a, b) switch
    {
        (_, null, _) or (_, _, null) => null,
        ("Add", _, _) => a + b,
        ("Sub", _, _) => a - b,
        ("Mul", _, _) => a * b,
        ("Equal", _, _) => a == b ? 1 : 0,
        _ => b == 0 ? null : a / b,
    };

    private static void RemoveDeadNodes(OnnxGraph graph)
    {
        var needed = graph.Outputs.ToHashSet(StringComparer.Ordinal);
        for (var n = graph.Nodes.Count - 1; n >= 0; n--)
        {
            var node = graph.Nodes[n];
            if (node.Output.Any(needed.Contains))
                needed.UnionWith(node.Input);
            else
                graph.Nodes.RemoveAt(n);
        }
    }
}
