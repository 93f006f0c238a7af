using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;
using SameSame.Onnx.Shapes;

namespace SameSame.Onnx.Graph;

/// <summary>
/// Finds the logits of a classifier: what its first floating-point output holds, or what ArgMax or TopK reads where it only gives classes. Where the last operator
/// is Softmax its input counts, since probabilities hide how far two networks are apart.
/// </summary>
public static class LogitsOutput
{
    private static readonly HashSet<string> ShapeOnly = new(StringComparer.Ordinal) { "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Identity", "Dropout", "Cast" };

    /// <summary>The tensor of the logits, and the tensors between it and the output that holds them, that output among them.</summary>
    /// <param name="Tensor">The logits.</param>
    /// <param name="Tail">All tensors that only hand them on, the logits first, the graph's output last.</param>
    public readonly record struct Found(string Tensor, IReadOnlyList<string> Tail);

    /// <summary>Finds them.</summary>
    /// <exception cref="OnnxFormatException">The graph has no output.</exception>
    public static Found Of(OnnxGraph graph)
    {
        var outputs = graph.Outputs.ToList();
        if (outputs.Count == 0)
            throw new OnnxFormatException("the graph has no output; name the tensor of the logits as one");
        var types = TensorTypes.Infer(graph);
        var producers = graph.Producers();
        var chosen = outputs.FirstOrDefault(types.MayBeFloat) ?? outputs[0];
        var tail = new List<string> { chosen };
        while (producers.TryGetValue(tail[^1], out var node))
        {
            if (ShapeOnly.Contains(node.OpType) || node.OpType is "ArgMax" or "ArgMin" or "TopK")
            {
                if (graph.Initializer(node.Input[0]) is not null)
                    break;
                tail.Add(node.Input[0]);
                continue;
            }

            if (node.OpType is "Softmax" or "LogSoftmax")
                tail.Add(node.Input[0]);
            break;
        }

        tail.Reverse();
        // Without Softmax or a class at its end a reshape before the output is part of the network: the output itself has the logits' shape.
        var decides = producers.TryGetValue(tail[^1], out _) && tail.Skip(1).Any(t => producers[t].OpType is "Softmax" or "LogSoftmax" or "ArgMax" or "ArgMin" or "TopK");
        return new Found(decides ? First(producers, tail) : chosen, tail);
    }

    // What the first operator that is no mere reshape reads.
    private static string First(Dictionary<string, NodeProto> producers, List<string> tail) =>
        producers[tail.Skip(1).First(t => producers[t].OpType is "Softmax" or "LogSoftmax" or "ArgMax" or "ArgMin" or "TopK")].Input[0];
}
