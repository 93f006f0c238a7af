using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Reading.Upgrades;

/// <summary>
/// Softmax, LogSoftmax and Hardmax: before 13 they worked on all dimensions from the axis on as if these were one, and the axis
/// was 1 where none was given.
/// </summary>
internal static class SoftmaxUpgrade
{
    /// <summary>Raises one of them; leaves any other node.</summary>
    public static void Raise(GraphRewriter graph, NodeProto node)
    {
        if (node.OpType is not ("Softmax" or "LogSoftmax" or "Hardmax"))
            return;
        var x = node.Input[0];
        var given = node.Take("axis")?.I ?? 1;
        var axis = Single(graph.Shapes[x], given);
        node.Attribute.Add(NodeAttributes.Attribute("axis", axis ?? -1));
        if (axis is not null)
            return;
        node.Input[0] = graph.Before(node, "Flatten", [x], NodeAttributes.Attribute("axis", given));
        graph.After(node, "Reshape", [graph.Before(node, "Shape", [x])]);
    }

    // The one axis that holds all, where the others from there on are 1.
    private static long? Single(long[]? dims, long axis)
    {
        if (axis == -1)
            return -1;
        if (dims is null)
            return null;
        var first = (int)(axis < 0 ? axis + dims.Length : axis);
        if (first == dims.Length - 1)
            return axis;
        int[] wide = [.. Enumerable.Range(first, dims.Length - first).Where(d => dims[d] != 1)];
        return wide.Length switch { 0 => first, 1 => wide[0], _ => null };
    }
}
