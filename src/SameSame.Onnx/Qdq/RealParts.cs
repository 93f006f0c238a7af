using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Qdq;

/// <summary>
/// What of a quantized graph still computes with real numbers, read from the finished graph: "4/4" with two of three layers in floating point is not 4/4, so it is
/// counted and named wherever the bits are.
/// </summary>
/// <param name="Weights">Layers whose weights are stored as floats, in graph order, those inside control flow among them.</param>
/// <param name="Inputs">Layers that read an activation which is not stored quantized.</param>
public sealed record RealParts(IReadOnlyList<string> Weights, IReadOnlyList<string> Inputs)
{
    private static readonly HashSet<string> Recurrent = new(StringComparer.Ordinal) { "LSTM", "GRU", "RNN" };

    private static readonly HashSet<string> Layers = new(StringComparer.Ordinal)
    {
        "Conv", "ConvTranspose", "Gemm", "MatMul", "Einsum", "DeformConv", "FusedConv", "FusedGemm", "FusedMatMul", "Attention", "MultiHeadAttention",
    };

    /// <summary>True where every layer reads integers and has integer weights.</summary>
    public bool None => Weights.Count == 0 && Inputs.Count == 0;

    /// <summary>One line for people.</summary>
    public override string ToString() => None ? "all weights and layer inputs are quantized" : string.Join("; ", Lines());

    /// <summary>Reads a quantized graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="logits">Tensors that stay real on purpose.</param>
    public static RealParts Of(OnnxGraph graph, IReadOnlySet<string> logits) => Find(
        graph, logits, graph.Nodes.Where(n => n.OpType == "DequantizeLinear").SelectMany(n => n.Output).ToHashSet(StringComparer.Ordinal), []);

    /// <summary>What will stay real of a graph that is to be quantized by a plan.</summary>
    public static RealParts Planned(OnnxGraph graph, QuantizationPlan plan)
    {
        var taken = graph.Nodes.Where(n => QuantizedOperators.Products.Contains(n.OpType)).SelectMany(n => n.Input.Take(2)).ToHashSet(StringComparer.Ordinal);
        return Find(graph, plan.Logits, plan.Points.Select(p => p.Tensor).ToHashSet(StringComparer.Ordinal), taken);
    }

    private static RealParts Find(OnnxGraph graph, IReadOnlySet<string> logits, HashSet<string> stored, HashSet<string> quantizedConstants)
    {
        var (weights, inputs) = (new List<string>(), new List<string>());
        var constants = graph.Initializers.Where(t => !quantizedConstants.Contains(t.Name)).ToDictionary(t => t.Name, StringComparer.Ordinal);
        foreach (var node in graph.Nodes)
        {
            if (HasFloatWeights(node, constants))
                weights.Add(Name(node));
            weights.AddRange(Subgraphs.Of(node).SelectMany(g => Inside(g, constants)));
            var read = Recurrent.Contains(node.OpType) ? node.Input.Take(1) : Layers.Contains(node.OpType) ? node.Input.Take(2) : [];
            if (read.Any(i => i.Length > 0 && !stored.Contains(i) && graph.Initializer(i) is null && !logits.Contains(i)))
                inputs.Add(Name(node));
        }

        return new RealParts(weights, inputs);
    }

    private static IEnumerable<string> Inside(GraphProto graph, Dictionary<string, TensorProto> outer)
    {
        var visible = new Dictionary<string, TensorProto>(outer, StringComparer.Ordinal);
        foreach (var tensor in graph.Initializer)
            visible[tensor.Name] = tensor;
        return graph.Node.SelectMany(n => Subgraphs.Of(n).SelectMany(g => Inside(g, visible)).Concat(HasFloatWeights(n, visible) ? [Name(n)] : []));
    }

    private static bool HasFloatWeights(NodeProto node, Dictionary<string, TensorProto> constants) =>
        (Layers.Contains(node.OpType) || Recurrent.Contains(node.OpType))
        && node.Input.Take(3).Where((_, i) => i < 2 || Recurrent.Contains(node.OpType)).Any(i => constants.TryGetValue(i, out var t) && t.ElementType() == OnnxDataType.Float);

    private static string Name(NodeProto node) => node.Name.Length > 0 ? node.Name : node.Output[0];

    private IEnumerable<string> Lines()
    {
        if (Weights.Count > 0)
            yield return $"weights in floating point: {string.Join(", ", Weights)}";
        if (Inputs.Count > 0)
            yield return $"inputs in floating point: {string.Join(", ", Inputs)}";
    }
}
