using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Reading;

/// <summary>A Clip by what it does: the identity without bounds, a ReLU from 0 up, and where its bounds cross the upper one, which wins in ONNX Runtime.</summary>
internal static class ClipForms
{
    /// <summary>Rewrites in place; opset 11 or later.</summary>
    public static void Normalize(OnnxGraph graph)
    {
        foreach (var node in graph.Nodes.Where(n => n.OpType == "Clip").ToList())
        {
            if (ClipBounds.Read(graph, node) is not { } bounds)
                continue;
            if (bounds is { Low: float.NegativeInfinity, High: float.PositiveInfinity })
                Replace(graph, node, "Identity");
            else if (bounds is { Low: 0, High: float.PositiveInfinity })
                Replace(graph, node, "Relu");
            else
                ClipBounds.Write(graph, node, bounds);
        }
    }

    private static void Replace(OnnxGraph graph, NodeProto node, string op)
    {
        if (op == "Identity" && !graph.Outputs.Contains(node.Output[0]))
        {
            graph.Nodes.Remove(node);
            graph.Redirect(node.Output[0], node.Input[0]);
            return;
        }

        var replacement = NodeAttributes.Create(op, [node.Input[0]], node.Output[0]);
        replacement.Name = node.Name;
        graph.Nodes[graph.Nodes.IndexOf(node)] = replacement;
    }
}
