using SameSame.Onnx.Folding;
using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;
using SameSame.Onnx.Shapes;

namespace SameSame.Onnx.Absorption;

/// <summary>Finds the layers that read a tensor, directly or through operators that hand a constant on as it is; or what stands in the way.</summary>
internal sealed class AbsorptionReaders(OnnxGraph graph, TensorShapes shapes)
{
    private readonly Dictionary<string, List<NodeProto>> _consumers = graph.Consumers();
    private readonly HashSet<string> _outputs = [.. graph.Outputs];

    /// <summary>All readers, or the reason why one of them cannot take a shift.</summary>
    public (IReadOnlyList<AbsorptionReader> Readers, string? Obstacle) Of(string tensor)
    {
        var readers = new List<AbsorptionReader>();
        var obstacle = Follow(tensor, 1, readers);
        return (readers, obstacle);
    }

    private string? Follow(string tensor, int repeat, List<AbsorptionReader> readers)
    {
        if (_outputs.Contains(tensor))
            return "graph output";
        foreach (var node in _consumers.GetValueOrDefault(tensor, []))
        {
            var obstacle = node.Input[0] != tensor || node.Input.Skip(1).Contains(tensor) ? $"read by {node.OpType}" : Through(node, tensor, repeat, readers);
            if (obstacle is not null)
                return obstacle;
        }

        return null;
    }

    private string? Through(NodeProto node, string tensor, int repeat, List<AbsorptionReader> readers)
    {
        switch (node.OpType)
        {
            // A maximum commutes with a shift, and what MaxPool pads with is never the maximum.
            case "MaxPool" or "GlobalMaxPool" or "Identity" or "Dropout":
                return Follow(node.Output[0], repeat, readers);
            case "Flatten" or "Reshape" when Positions(tensor, node.Output[0]) is { } positions:
                return Follow(node.Output[0], repeat * positions, readers);
            case "Conv" or "Gemm" when LinearLayer.Of(graph, node) is { } layer && (layer.Node.InputOrNull(2) is not { } bias || graph.Initializer(bias) is not null):
                // Under a padded border the layer meets zeros, to which nothing can be added back.
                if (node.OpType == "Conv" && ChannelIntervals.IsPadded(node))
                    return "zero padding";
                readers.Add(new AbsorptionReader(layer, repeat));
                return null;
            default:
                return $"read by {node.OpType}";
        }
    }

    // Elements of one channel lie side by side in a matrix with one row an image.
    private int? Positions(string from, string to) =>
        shapes[from] is { Length: >= 2 } source && shapes[to] is { Length: 2 } target && source[1..].All(d => d > 0) && target[1] == source[1..].Aggregate(1L, (a, b) => a * b)
            ? (int)(target[1] / source[1])
            : null;
}
