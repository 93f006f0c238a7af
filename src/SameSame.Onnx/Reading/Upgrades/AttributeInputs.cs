using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Reading.Upgrades;

/// <summary>Attributes that became inputs.</summary>
internal static class AttributeInputs
{
    /// <summary>Turns them into constants; leaves any other node.</summary>
    public static void Raise(GraphRewriter graph, NodeProto node, long opset)
    {
        switch (node.OpType)
        {
            case "Clip" when opset < 11:
                Scalar(graph, node, "min", 1);
                Scalar(graph, node, "max", 2);
                break;
            case "Pad" when opset < 11:
                List(graph, node, "pads", 1);
                Scalar(graph, node, "value", 2);
                break;
            case "Slice" when opset < 10:
                List(graph, node, "starts", 1);
                List(graph, node, "ends", 2);
                List(graph, node, "axes", 3);
                break;
            case "TopK" when opset < 10:
                if (node.Take("k") is { } k)
                    node.SetInput(1, graph.Longs(node, "k", k.I));
                break;
            case "Squeeze" or "Unsqueeze" or "ReduceSum":
                List(graph, node, "axes", 1);
                break;
            case "Split":
                List(graph, node, "split", 1);
                break;
        }
    }

    private static void List(GraphRewriter graph, NodeProto node, string name, int input)
    {
        if (node.Take(name) is { Ints.Count: > 0 } attribute)
            node.SetInput(input, graph.Longs(node, name, [.. attribute.Ints]));
    }

    private static void Scalar(GraphRewriter graph, NodeProto node, string name, int input)
    {
        if (node.Take(name) is { } attribute)
            node.SetInput(input, graph.Scalar(node, name, attribute.F, node.Input[0]));
    }
}
