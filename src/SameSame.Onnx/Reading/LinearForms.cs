using System.Runtime.InteropServices;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Reading;

/// <summary>
/// Brings products with constants to the forms that the channel algebra and the quantizer know: a matrix <c>[K, N]</c>, no transposed input, a constant bias or
/// none. Exact: what a form takes away stands beside it as an operator of its own.
/// </summary>
internal static class LinearForms
{
    /// <summary>Rewrites in place; opset 13 or later.</summary>
    public static void Normalize(OnnxGraph graph)
    {
        foreach (var node in graph.Nodes.ToList())
        {
            switch (node.OpType)
            {
                case "MatMul" when graph.Initializer(node.Input[1]) is { } weight:
                    Matrix(graph, node, weight);
                    break;
                case "Gemm" when graph.Initializer(node.Input[1]) is not null:
                    TransposeInput(graph, node);
                    SplitBias(graph, node, bias => IsPlain(graph, node, bias), null);
                    break;
                case "Conv" or "ConvTranspose" when graph.Initializer(node.Input[1]) is { } kernel:
                    SplitBias(graph, node, bias => graph.Initializer(bias) is not null, kernel.Dims.Count);
                    break;
            }
        }
    }

    private static void Matrix(OnnxGraph graph, NodeProto node, TensorProto weight)
    {
        if (weight.Dims.Count == 1)
        {
            var column = graph.UniqueName($"{node.Output[0]}.column");
            graph.SetConstantInput(node, 1, [weight.Dims[0], 1], weight.ToFloats());
            Insert(graph, node, "Squeeze", column, Longs(graph, $"{node.Output[0]}.axes", -1));
        }
        else if (weight.Dims.Count > 2 && weight.Dims.SkipLast(2).All(d => d == 1) && Shapes.ShapeInference.Infer(graph)[node.Input[0]] is { } x && x.Length >= weight.Dims.Count)
        {
            graph.SetConstantInput(node, 1, weight.Dims.TakeLast(2).ToList(), weight.ToFloats());
        }
    }

    private static void TransposeInput(OnnxGraph graph, NodeProto node)
    {
        if (node.Int("transA", 0) == 0)
            return;
        var turned = graph.UniqueName($"{node.Output[0]}.turned");
        graph.Nodes.Insert(graph.Nodes.IndexOf(node), NodeAttributes.Create("Transpose", [node.Input[0]], turned, NodeAttributes.Attribute("perm", 1, 0)));
        node.Input[0] = turned;
        node.Attribute.Remove(node.Find("transA"));
    }

    // A bias that is no constant vector is added behind the layer.
    private static void SplitBias(OnnxGraph graph, NodeProto node, Func<string, bool> stays, int? rank)
    {
        if (node.InputOrNull(2) is not { } bias || stays(bias))
            return;
        node.Input.RemoveAt(2);
        if (rank is { } dims)
            bias = Before(graph, node, "Reshape", bias, Longs(graph, $"{node.Output[0]}.bias.shape", [1, -1, .. Enumerable.Repeat(1L, dims - 2)]));
        else if (node.Float("beta", 1) is not 1 and var beta)
            bias = Before(graph, node, "Mul", bias, Scalar(graph, $"{node.Output[0]}.beta", beta));
        if (node.Find("beta") is { } attribute)
            node.Attribute.Remove(attribute);
        Insert(graph, node, "Add", graph.UniqueName($"{node.Output[0]}.product"), bias);
    }

    private static bool IsPlain(OnnxGraph graph, NodeProto node, string bias) =>
        graph.Initializer(bias) is { } tensor && node.Float("beta", 1) == 1 && (tensor.Dims.Count <= 1 || tensor.Dims[0] == 1);

    // The node writes `inner`, and an operator behind it what it wrote before.
    private static void Insert(OnnxGraph graph, NodeProto node, string op, string inner, string operand)
    {
        graph.Nodes.Insert(graph.Nodes.IndexOf(node) + 1, NodeAttributes.Create(op, [inner, operand], node.Output[0]));
        node.Output[0] = inner;
    }

    private static string Before(OnnxGraph graph, NodeProto node, string op, string tensor, string operand)
    {
        var name = graph.UniqueName($"{node.Output[0]}.bias");
        graph.Nodes.Insert(graph.Nodes.IndexOf(node), NodeAttributes.Create(op, [tensor, operand], name));
        return name;
    }

    private static string Longs(OnnxGraph graph, string wish, params long[] values)
    {
        var name = graph.UniqueName(wish);
        graph.SetInitializer(TensorData.Create(name, [values.Length], OnnxDataType.Int64, MemoryMarshal.AsBytes<long>(values)));
        return name;
    }

    private static string Scalar(OnnxGraph graph, string wish, float value)
    {
        var name = graph.UniqueName(wish);
        graph.SetInitializer(TensorData.Floats(name, [], [value]));
        return name;
    }
}
