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
        var values = new Dictionary<string, Size?[]>(StringComparer.Ordinal);
        foreach (var tensor in graph.Initializers.Where(t => t.ElementType() is OnnxDataType.Int64 or OnnxDataType.Int32 && t.Count() <= LongestShape))
            values[tensor.Name] = [.. tensor.ToLongs().Select(v => (Size?)new Size(v, 0))];
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

    private static void Replace(OnnxGraph graph, NodeProto node, Dictionary<string, Size?[]> values)
    {
        for (var i = 1; i < node.Input.Count; i++)
        {
            if (node.Input[i].Length == 0 || graph.Initializer(node.Input[i]) is not null || !values.TryGetValue(node.Input[i], out var value))
                continue;
            if (Constant(value, node.OpType == "Reshape") is not { } constant)
                continue;
            var name = graph.UniqueName($"{node.Output[0]}.constant{i}");
            graph.SetInitializer(TensorData.Create(name, [constant.Length], OnnxDataType.Int64, System.Runtime.InteropServices.MemoryMarshal.AsBytes<long>(constant)));
            node.Input[i] = name;
        }
    }

    // One entry of a Reshape's target that depends on the batch is what the others leave over (-1), or copied from the input (0).
    private static long[]? Constant(Size?[] value, bool reshape)
    {
        if (value.Any(v => v is null))
            return null;
        var open = value.Count(v => v!.Value.Batches > 0);
        if (open > 1 || (open == 1 && !reshape))
            return null;
        var inferred = value.Any(v => v!.Value is { Count: -1, Batches: 0 });
        if (open == 1 && inferred && value[0]!.Value is not { Count: 1, Batches: 1 })
            return null;
        return [.. value.Select(v => v!.Value.Batches == 0 ? v.Value.Count : inferred ? 0 : -1)];
    }

    // A target that depends on the batch cannot become a constant, but the result's shape can be stated.
    private static void StateExpanded(OnnxGraph graph, NodeProto node, Size?[] target)
    {
        if (ShapeInference.Infer(graph)[node.Input[0]] is not { } x || x.Length != target.Length)
            return;
        var shape = new TensorShapeProto();
        for (var i = 0; i < x.Length; i++)
            shape.Dim.Add(target[i] is { Batches: 0 } d ? new TensorShapeProto.Types.Dimension { DimValue = Math.Max(d.Count, x[i]) } : new TensorShapeProto.Types.Dimension());
        var type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)OnnxDataType.Float, Shape = shape } };
        graph.Model.Graph.ValueInfo.Add(new ValueInfoProto { Name = node.Output[0], Type = type });
    }

    // A vector of integers, null where one depends on the input; null altogether where the node is about something else.
    private static Size?[]? Evaluate(NodeProto node, Dictionary<string, Size?[]> values, Func<string, long[]?> shapeOf)
    {
        if (node.OpType == "Shape")
            return shapeOf(node.Input[0])?.Select(d => (Size?)(d < 0 ? new Size(-d, 1) : new Size(d, 0))).ToArray();
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
                return inputs[1] is [{ Batches: 0 } at] ? [x[at.Count < 0 ? at.Count + x.Length : at.Count]] : null;
            case "Slice":
                return inputs[1] is [{ Batches: 0 } start] && inputs[2] is [{ Batches: 0 } end] ? x[At(start.Count, x.Length)..At(end.Count, x.Length)] : null;
            case "ConstantOfShape":
                return x is [{ Batches: 0 } length] && length.Count <= LongestShape && node.Find("value")?.T is { } fill && fill.ElementType() == OnnxDataType.Int64
                    ? [.. Enumerable.Repeat((Size?)new Size(fill.ToLongs()[0], 0), (int)length.Count)] : null;
            case "Where":
                return inputs.All(i => i?.Length == x.Length) ? [.. x.Select((c, i) => c is null ? null : c.Value.Count != 0 ? inputs[1]![i] : inputs[2]![i])] : null;
            case "Concat":
                return inputs.All(i => i is not null) ? [.. inputs.SelectMany(i => i!)] : null;
            default:
                return inputs[1] is { } y && (x.Length == y.Length || x.Length == 1 || y.Length == 1)
                    ? [.. Enumerable.Range(0, Math.Max(x.Length, y.Length)).Select(i => Arithmetic(node.OpType, x[x.Length == 1 ? 0 : i], y[y.Length == 1 ? 0 : i]))]
                    : null;
        }
    }

    private static Size? Arithmetic(string op, Size? a, Size? b) => (op, a, b) switch
    {
        (_, null, _) or (_, _, null) => null,
        ("Mul", { } x, { } y) => new Size(x.Count * y.Count, x.Batches + y.Batches),
        ("Div", { } x, { Batches: 0 } y) when y.Count != 0 && (x.Batches == 0 || x.Count % y.Count == 0) => new Size(x.Count / y.Count, x.Batches),
        ("Add", { Batches: 0 } x, { Batches: 0 } y) => new Size(x.Count + y.Count, 0),
        ("Sub", { Batches: 0 } x, { Batches: 0 } y) => new Size(x.Count - y.Count, 0),
        ("Equal", { Batches: 0 } x, { Batches: 0 } y) => new Size(x.Count == y.Count ? 1 : 0, 0),
        // No batch is negative, and -1 is what exporters compare with.
        ("Equal", { Batches: 1 }, { Batches: 0, Count: < 0 }) => new Size(0, 0),
        _ => null,
    };

    private static int At(long index, int length) => (int)Math.Clamp(index < 0 ? index + length : index, 0, length);

    // Count times the batch to the power of Batches.
    private readonly record struct Size(long Count, int Batches);

    private static void RemoveDeadNodes(OnnxGraph graph)
    {
        var needed = graph.Outputs.ToHashSet(StringComparer.Ordinal);
        for (var n = graph.Nodes.Count - 1; n >= 0; n--)
        {
            var node = graph.Nodes[n];
            if (node.Output.Any(needed.Contains))
                needed.UnionWith(Subgraphs.Reads(node));
            else
                graph.Nodes.RemoveAt(n);
        }
    }
}
