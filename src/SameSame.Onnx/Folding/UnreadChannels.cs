using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;
using SameSame.Onnx.Shapes;

namespace SameSame.Onnx.Folding;

/// <summary>Channels (axis 1) that no output of the network depends on, since every weight that reads them is zero.</summary>
internal static class UnreadChannels
{
    /// <summary>For each tensor whose readers are all understood, which channels are read. A tensor that is missing is read whole.</summary>
    public static Dictionary<string, bool[]> Find(OnnxGraph graph, TensorShapes shapes)
    {
        var read = new Dictionary<string, bool[]?>(StringComparer.Ordinal);
        foreach (var output in graph.Outputs)
            read[output] = null;
        foreach (var node in graph.Nodes.Reverse())
        {
            foreach (var captured in Subgraphs.Captured(node))
                Merge(read, captured, null);
            for (var i = 0; i < node.Input.Count; i++)
                Merge(read, node.Input[i], Reads(graph, shapes, node, i, node.Output.Count == 1 ? read.GetValueOrDefault(node.Output[0]) : null));
        }

        return read.Where(p => p.Value is not null).ToDictionary(p => p.Key, p => p.Value!, StringComparer.Ordinal);
    }

    private static void Merge(Dictionary<string, bool[]?> read, string tensor, bool[]? channels)
    {
        if (!read.TryGetValue(tensor, out var before))
            read[tensor] = channels;
        else if (before is not null)
            read[tensor] = channels?.Length == before.Length ? [.. before.Zip(channels, (a, b) => a || b)] : null;
    }

    // Null stands for all.
    private static bool[]? Reads(OnnxGraph graph, TensorShapes shapes, NodeProto node, int input, bool[]? output)
    {
        switch (node.OpType)
        {
            case "Conv" or "Gemm" when input == 0 && LinearLayer.Of(graph, node) is { } layer:
                return Columns(graph, layer, output?.Length == layer.Outputs ? output : null);
            case "Relu" or "LeakyRelu" or "Identity" or "Dropout" or "MaxPool" or "AveragePool" or "GlobalMaxPool" or "GlobalAveragePool":
            case "Clip" when input == 0:
            case "Add" when shapes[node.Input[0]] is { } a && shapes[node.Input[1]] is { } b && a.SequenceEqual(b):
                return output;
            case "Concat" when output is not null && node.Int("axis", 0) == 1 && node.Input.All(i => shapes[i] is { Length: > 1 } d && d[1] > 0):
                var start = (int)node.Input.Take(input).Sum(i => shapes[i]![1]);
                return output[start..(start + (int)shapes[node.Input[input]]![1])];
            case "Flatten" when output is not null && node.Int("axis", 1) == 1 && shapes[node.Input[0]] is { Length: > 1 } dims && dims[1] > 0 && output.Length % dims[1] == 0:
                return [.. output.Chunk(output.Length / (int)dims[1]).Select(c => c.Contains(true))];
            default:
                return null;
        }
    }

    private static bool[] Columns(OnnxGraph graph, LinearLayer layer, bool[]? output)
    {
        var weights = layer.ReadWeights(graph);
        var columns = new bool[layer.Inputs];
        for (var o = 0; o < layer.Outputs; o++)
        {
            for (var i = 0; i < layer.InputsPerGroup && output?[o] != false; i++)
            {
                var column = o / (layer.Outputs / layer.Groups) * layer.InputsPerGroup + i;
                columns[column] |= weights.AsSpan((o * layer.InputsPerGroup + i) * layer.Taps, layer.Taps).ContainsAnyExcept(0f);
            }
        }

        return columns;
    }
}
