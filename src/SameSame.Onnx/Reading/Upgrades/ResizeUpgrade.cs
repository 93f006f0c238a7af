using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Reading.Upgrades;

/// <summary>
/// Upsample of 1, 7 and 9 and Resize of 10 as Resize of 13. All place pixels asymmetrically. Nearest took the one before, but
/// ONNX Runtime takes the one behind along an axis that shrinks, so the scales have to be known.
/// </summary>
internal static class ResizeUpgrade
{
    /// <summary>Raises one of them; leaves any other node.</summary>
    public static void Raise(GraphRewriter graph, NodeProto node, long opset)
    {
        if (node.OpType != "Upsample" && (node.OpType != "Resize" || opset > 10))
            return;
        var grows = node.OpType == "Upsample";
        var scales = Scales(graph, node);
        var nearest = node.Text("mode", "nearest") == "nearest";
        if (!nearest)
            node.Find("mode")!.S = Google.Protobuf.ByteString.CopyFromUtf8("linear");
        node.OpType = "Resize";
        while (node.Input.Count > 1)
            node.Input.RemoveAt(1);
        node.SetInput(2, scales);
        node.Attribute.Add(NodeAttributes.Attribute("coordinate_transformation_mode", "asymmetric"));
        if (nearest)
            node.Attribute.Add(NodeAttributes.Attribute("nearest_mode", grows || Grows(graph, node, scales) ? "floor" : "ceil"));
    }

    private static string Scales(GraphRewriter graph, NodeProto node)
    {
        if (node.InputOrNull(1) is { } given)
            return given;
        if (node.Take("scales") is { } list)
            return graph.Add(TensorData.Floats($"{node.Output[0]}.scales", [list.Floats.Count], [.. list.Floats]));
        if (node.Take("height_scale") is { } height && node.Take("width_scale") is { } width)
            return graph.Add(TensorData.Floats($"{node.Output[0]}.scales", [4], [1, 1, height.F, width.F]));
        throw new OnnxFormatException($"{NodeText.Of(node)} has no scales; export the model again");
    }

    private static bool Grows(GraphRewriter graph, NodeProto node, string scales)
    {
        var values = graph.Constant(scales)?.ToFloats()
            ?? throw new OnnxFormatException(
                $"{NodeText.Of(node)}: its scales are computed at run time, so how it rounds is not known; export the model "
                + "with operator set 13");
        if (values.All(v => v >= 1))
            return true;
        if (values.All(v => v <= 1))
            return false;
        throw new OnnxFormatException(
            $"{NodeText.Of(node)} grows along one axis and shrinks along another, which rounds both ways; export the model "
            + "with operator set 13");
    }
}
