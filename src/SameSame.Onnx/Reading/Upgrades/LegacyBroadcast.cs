using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Reading.Upgrades;

/// <summary>
/// Before operator set 7 the second operand was aligned with the first from attribute axis on. Dimensions of 1 at its end say
/// the same to the broadcasting that came after.
/// </summary>
internal static class LegacyBroadcast
{
    private static readonly HashSet<string> Binary = new(StringComparer.Ordinal)
    {
        "Add", "Sub", "Mul", "Div", "Pow", "And", "Or", "Xor", "Equal", "Greater", "Less",
    };

    /// <summary>Aligns second operands, a PRelu's slope, and drops the attributes.</summary>
    public static void Raise(GraphRewriter graph, NodeProto node, long opset)
    {
        if (opset >= 7)
            return;
        if (node.OpType == "Gemm")
            node.Take("broadcast");
        else if (node.OpType == "PRelu" && !IsSingle(graph, node.Input[1]) && Rank(graph, node, node.Input[1]) == 1)
            graph.EndInOnes(node, 1, 1, Math.Max(Rank(graph, node, node.Input[0]) - 2, 0));
        else if (Binary.Contains(node.OpType))
            Align(graph, node, node.Take("axis")?.I ?? -1, node.Take("broadcast")?.I == 1);
    }

    private static void Align(GraphRewriter graph, NodeProto node, long axis, bool broadcast)
    {
        // An axis of -1 is the default and means the last dimensions, as now.
        if (!broadcast || axis == -1 || IsSingle(graph, node.Input[1]))
            return;
        var (left, right) = (Rank(graph, node, node.Input[0]), Rank(graph, node, node.Input[1]));
        var ones = left - (axis < 0 ? axis + left : axis) - right;
        if (ones < 0)
            throw new OnnxFormatException(
                $"{NodeText.Of(node)}: its second operand of rank {right} does not fit at axis {axis} of one of rank "
                + $"{left}; the file is damaged");
        graph.EndInOnes(node, 1, right, (int)ones);
    }

    private static bool IsSingle(GraphRewriter graph, string tensor) =>
        graph.Constant(tensor) is { } constant && constant.Count() == 1;

    private static int Rank(GraphRewriter graph, NodeProto node, string tensor) =>
        graph.Constant(tensor)?.Dims.Count ?? graph.Shapes[tensor]?.Length
        ?? throw new OnnxFormatException(
            $"{NodeText.Of(node)}: how many dimensions '{tensor}' has is not known, so its broadcasting cannot be raised to "
            + "operator set 13; export it with that set");
}
