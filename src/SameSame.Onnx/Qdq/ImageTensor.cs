using SameSame.Onnx.Graph;

namespace SameSame.Onnx.Qdq;

/// <summary>
/// Where a graph's own preprocessing ends: behind the Cast and the additions and multiplications of constants that follow its input. The pixels have 8 bits up to
/// there, so that is where they are quantized as an image, in every scheme.
/// </summary>
internal static class ImageTensor
{
    /// <summary>The tensor that holds the preprocessed image; the graph input itself where nothing follows it.</summary>
    public static string Of(OnnxGraph graph, Dictionary<string, List<Schema.NodeProto>> consumers)
    {
        var (tensor, image) = (graph.Inputs.Single().Name, graph.Inputs.Single().Name);
        while (!graph.Outputs.Contains(tensor) && consumers.TryGetValue(tensor, out var readers) && readers is [var node])
        {
            var arithmetic = node.OpType == "Cast" || (node.OpType is "Add" or "Sub" or "Mul" or "Div" && node.Input.Any(i => graph.Initializer(i) is not null));
            if (!arithmetic && node.OpType != "Transpose")
                break;
            tensor = node.Output[0];
            image = arithmetic ? tensor : image;
        }

        return image;
    }
}
