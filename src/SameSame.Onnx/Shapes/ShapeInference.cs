using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Shapes;

/// <summary>
/// Shapes of the operators that CNN classifiers are made of, as the ONNX operator specification defines them. What it does not know stays
/// unknown; the channel algebra pins such tensors.
/// </summary>
public static class ShapeInference
{
    private static readonly HashSet<string> SameShape = new(StringComparer.Ordinal)
    {
        "Relu", "LeakyRelu", "PRelu", "Clip", "Sigmoid", "HardSigmoid", "HardSwish", "Tanh", "Elu", "Selu", "Gelu", "Softplus", "Exp", "Abs", "Neg", "Sqrt", "Erf",
        "Identity", "Dropout", "BatchNormalization", "InstanceNormalization", "LayerNormalization", "Softmax", "LogSoftmax", "LRN", "Cast", "Mish", "Softsign", "Celu", "ThresholdedRelu", "GroupNormalization", "RMSNormalization", "Reciprocal", "Log", "Floor", "Ceil", "Round", "Sign",
    };

    /// <summary>Infers what can be inferred, from the graph's inputs and initializers.</summary>
    public static TensorShapes Infer(OnnxGraph graph)
    {
        var shapes = new TensorShapes();
        foreach (var input in graph.Inputs)
            shapes[input.Name] = Declared(input);
        foreach (var tensor in graph.Initializers)
            shapes[tensor.Name] = [.. tensor.Dims];
        // What the model states of a tensor counts where nothing can be inferred.
        var stated = graph.Model.Graph.ValueInfo.Where(v => Declared(v) is not null).GroupBy(v => v.Name).ToDictionary(g => g.Key, g => Declared(g.First()), StringComparer.Ordinal);
        foreach (var node in graph.Nodes.Where(n => n.Output.Count > 0))
        {
            if (node.OpType == "Split")
                Split(graph, shapes, node);
            else
                shapes[node.Output[0]] = Infer(graph, shapes, node) ?? stated.GetValueOrDefault(node.Output[0]);
        }

        return shapes;
    }

    /// <summary>The shape a graph's input or output declares, or null.</summary>
    public static long[]? Declared(ValueInfoProto value) =>
        value.Type?.TensorType?.Shape is { } shape ? [.. shape.Dim.Select(d => d.HasDimValue && d.DimValue > 0 ? d.DimValue : -1)] : null;

    private static long[]? Infer(OnnxGraph graph, TensorShapes shapes, NodeProto node)
    {
        var x = shapes[node.InputOrNull(0)];
        if (SameShape.Contains(node.OpType))
            return x;
        return node.OpType switch
        {
            "Conv" => x is null || shapes[node.Input[1]] is not { } w ? null : SpatialShapes.Window(node, x, w[0], [.. w[2..]]),
            "ConvTranspose" => x is null || shapes[node.Input[1]] is not { } w ? null : SpatialShapes.Transposed(node, x, w),
            "MaxPool" or "AveragePool" or "LpPool" => x is null ? null : SpatialShapes.Window(node, x, x[1], node.Ints("kernel_shape") ?? []),
            "GlobalAveragePool" or "GlobalMaxPool" => x is null ? null : [x[0], x[1], .. Enumerable.Repeat(1L, x.Length - 2)],
            "Gemm" => Gemm(node, x, shapes[node.Input[1]]),
            "MatMul" => MatMul(x, shapes[node.Input[1]]),
            "Add" or "Sub" or "Mul" or "Div" or "Min" or "Max" or "Sum" or "Mean" or "Pow" => Broadcast([.. node.Input.Select(i => shapes[i])]),
            "Concat" => Concat(node, [.. node.Input.Select(i => shapes[i])]),
            "Flatten" => x is null ? null : Flatten(x, (int)node.Int("axis", 1)),
            "Reshape" => x is null || graph.Initializer(node.InputOrNull(1)) is not { } target ? null : Reshape(x, target.ToLongs()),
            "Pad" => x is null ? null : Pad(graph, node, x),
            "ReduceMean" or "ReduceMax" or "ReduceMin" or "ReduceSum" => Reduce(graph, node, x),
            "Transpose" => x is null ? null : [.. (node.Ints("perm") ?? [.. Enumerable.Range(0, x.Length).Reverse().Select(i => (long)i)]).Select(p => x[p])],
            "Shape" => x is null ? null : [x.Length],
            "Slice" => x is null ? null : Slice(graph, node, x),
            "Gather" => x is null || shapes[node.Input[1]] is not { } indices ? null : Gather(node, x, indices),
            "Resize" or "Upsample" => x is null ? null : Resize(graph, node, x),
            "Squeeze" or "Unsqueeze" => x is null ? null : Squeeze(graph, node, x),
            _ => null,
        };
    }

    private static long[]? Gemm(NodeProto node, long[]? a, long[]? b) =>
        a is null || b is null ? null : [a[node.Int("transA", 0) == 1 ? 1 : 0], b[node.Int("transB", 0) == 1 ? 0 : 1]];

    private static long[]? MatMul(long[]? a, long[]? b) =>
        a is { Length: >= 2 } && b is { Length: >= 2 } && Broadcast([a[..^2], b[..^2]]) is { } outer ? [.. outer, a[^2], b[^1]] : null;

    private static long[]? Slice(OnnxGraph graph, NodeProto node, long[] x)
    {
        if (SliceBounds.Read(graph, node, x.Length) is not { } bounds)
            return null;
        long[] shape = [.. x];
        foreach (var bound in bounds)
            shape[bound.Axis] = bound.Indices(x[bound.Axis])?.Length ?? -1;
        return shape;
    }

    private static long[] Gather(NodeProto node, long[] x, long[] indices)
    {
        var axis = Axis(node.Int("axis", 0), x.Length);
        return [.. x[..axis], .. indices, .. x[(axis + 1)..]];
    }

    private static long[]? Resize(OnnxGraph graph, NodeProto node, long[] x)
    {
        var scales = graph.Initializer(node.InputOrNull(node.OpType == "Upsample" || node.Input.Count == 2 ? 1 : 2)) is { } s && s.Count() > 0 ? s.ToFloats() : null;
        var sizes = graph.Initializer(node.InputOrNull(3))?.ToLongs();
        if ((sizes?.Length ?? scales?.Length) != x.Length)
            return null;
        return [.. x.Select((d, i) => sizes?[i] ?? (d < 0 ? -1 : (long)Math.Floor(d * (double)scales![i])))];
    }

    private static void Split(OnnxGraph graph, TensorShapes shapes, NodeProto node)
    {
        if (shapes[node.Input[0]] is not { } x)
            return;
        var axis = Axis(node.Int("axis", 0), x.Length);
        var given = node.InputOrNull(1) is { } name ? graph.Initializer(name)?.ToLongs() : node.Ints("split") ?? Equal(x[axis], node.Output.Count);
        for (var i = 0; given is not null && i < node.Output.Count; i++)
        {
            long[] part = [.. x];
            part[axis] = given[i];
            shapes[node.Output[i]] = part;
        }
    }

    private static long[]? Equal(long size, int parts) => size > 0 ? [.. Enumerable.Range(0, parts).Select(i => Math.Min((size + parts - 1) / parts, size - i * ((size + parts - 1) / parts)))] : null;

    private static long[]? Broadcast(long[]?[] inputs)
    {
        if (inputs.Any(i => i is null))
            return null;
        var shape = new long[inputs.Max(i => i!.Length)];
        Array.Fill(shape, 1);
        foreach (var input in inputs)
        {
            for (var d = 1; d <= input!.Length; d++)
            {
                var dim = input[^d];
                shape[^d] = shape[^d] == 1 ? dim : dim is 1 or -1 ? shape[^d] : dim;
            }
        }

        return shape;
    }

    private static long[]? Concat(NodeProto node, long[]?[] inputs)
    {
        if (inputs.Any(i => i is null || i.Length != inputs[0]!.Length))
            return null;
        var axis = Axis(node.Int("axis", 1), inputs[0]!.Length);
        var shape = (long[])inputs[0]!.Clone();
        shape[axis] = inputs.Any(i => i![axis] < 0) ? -1 : inputs.Sum(i => i![axis]);
        return shape;
    }

    private static long[] Flatten(long[] x, int axis)
    {
        axis = Axis(axis, x.Length + 1);
        return [Product(x[..axis]) is var outer && outer != 0 ? outer : -1, Product(x[axis..]) is var inner && inner != 0 ? inner : -1];
    }

    private static long[] Reshape(long[] x, long[] target)
    {
        var shape = target.Select((d, i) => d == 0 && i < x.Length ? x[i] : d).ToArray();
        var hole = Array.IndexOf(target, -1);
        if (hole < 0)
            return shape;
        // An export with a batch of 1 in its graph but not in its input: per image, the rest is what one image holds.
        var perImage = hole > 0 && x[0] == -1 && target[0] == 1;
        var total = Product(perImage ? x[1..] : x);
        var known = Product([.. shape.Where((_, i) => i != hole)]);
        if (total != 0 && known != 0 && total % known == 0)
            shape[hole] = total / known;
        else if (x.Length > 0 && shape[0] == x[0] && hole > 0 && Product(x[1..]) is > 0 and var rest && Product([.. shape.Where((_, i) => i != hole && i > 0)]) is > 0 and var inner)
            shape[hole] = rest / inner;
        return shape;
    }

    private static long[]? Pad(OnnxGraph graph, NodeProto node, long[] x)
    {
        var pads = node.Ints("pads") ?? graph.Initializer(node.InputOrNull(1))?.ToLongs();
        if (pads is null || pads.Length != 2 * x.Length)
            return null;
        return [.. x.Select((d, i) => d < 0 ? -1 : d + pads[i] + pads[i + x.Length])];
    }

    private static long[]? Reduce(OnnxGraph graph, NodeProto node, long[]? x)
    {
        var axes = node.Ints("axes") ?? graph.Initializer(node.InputOrNull(1))?.ToLongs();
        if (axes is null && node.InputOrNull(1) is not null)
            return null;
        // One number of a whole tensor is a scalar, whatever the tensor's shape.
        if (x is null)
            return axes is null or [] && node.Int("noop_with_empty_axes", 0) == 0 && node.Int("keepdims", 1) == 0 ? [] : null;
        // Without axes all are meant, unless the node says that none is.
        if (axes is null or [])
            axes = node.Int("noop_with_empty_axes", 0) == 1 ? [] : [.. Enumerable.Range(0, x.Length).Select(a => (long)a)];
        var reduced = axes.Select(a => Axis(a, x.Length)).ToHashSet();
        return node.Int("keepdims", 1) == 1
            ? [.. x.Select((d, i) => reduced.Contains(i) ? 1 : d)]
            : [.. x.Where((_, i) => !reduced.Contains(i))];
    }

    private static long[]? Squeeze(OnnxGraph graph, NodeProto node, long[] x)
    {
        var axes = node.Ints("axes") ?? graph.Initializer(node.InputOrNull(1))?.ToLongs();
        if (axes is null)
            return null;
        if (node.OpType == "Squeeze")
        {
            var gone = axes.Select(a => Axis(a, x.Length)).ToHashSet();
            return [.. x.Where((_, i) => !gone.Contains(i))];
        }

        var shape = x.ToList();
        foreach (var axis in axes.Select(a => Axis(a, x.Length + axes.Length)).Order())
            shape.Insert(axis, 1);
        return [.. shape];
    }

    // Negative where the batch is a factor; 0 where two dimensions depend on the input, so that nothing is known.
    private static long Product(long[] dims) => dims.Count(d => d < 0) > 1 ? 0 : dims.Aggregate(1L, (a, b) => a * b);

    private static int Axis(long axis, int rank) => (int)(axis < 0 ? axis + rank : axis);
}
