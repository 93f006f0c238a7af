using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Graph;

/// <summary>
/// A Conv, ConvTranspose, Gemm or MatMul with constant weights, seen as <c>y[o] = b[o] + sum_i,t W[o,i,t] x[g(o)*I + i]</c>.
/// Weights are read and written in that canonical order <c>[O, inputsPerGroup, taps]</c>, whatever the operator's own layout.
/// </summary>
public sealed class LinearLayer
{
    private LinearLayer(NodeProto node, long[] dims, int outputs, int inputsPerGroup, int taps, int groups, int channelAxis)
    {
        (Node, Dims, Outputs, InputsPerGroup, Taps, Groups, ChannelAxis) = (node, dims, outputs, inputsPerGroup, taps, groups, channelAxis);
    }

    /// <summary>The node.</summary>
    public NodeProto Node { get; }

    /// <summary>Dimensions of the weight tensor in the operator's own layout.</summary>
    public long[] Dims { get; }

    /// <summary>Output channels.</summary>
    public int Outputs { get; }

    /// <summary>Input channels that one output sees.</summary>
    public int InputsPerGroup { get; }

    /// <summary>Kernel positions; 1 for Gemm and MatMul.</summary>
    public int Taps { get; }

    /// <summary>Convolution groups.</summary>
    public int Groups { get; }

    /// <summary>The axis of the weight tensor that holds output channels (within one group for a grouped ConvTranspose), as DequantizeLinear wants it.</summary>
    public int ChannelAxis { get; }

    /// <summary>What people call the layer: the node's name, or its output's.</summary>
    public string Name => Node.Name.Length > 0 ? Node.Name : Node.Output[0];

    /// <summary>The tensor it reads.</summary>
    public string Input => Node.Input[0];

    /// <summary>The tensor it writes.</summary>
    public string Output => Node.Output[0];

    /// <summary>All input channels.</summary>
    public int Inputs => InputsPerGroup * Groups;

    /// <summary>True where it multiplies with a matrix: every position is treated alike.</summary>
    public bool IsMatrix => Node.OpType is "Gemm" or "MatMul";

    /// <summary>True where a bias input exists for the operator (MatMul has none).</summary>
    public bool CanHaveBias => Node.OpType != "MatMul";

    /// <summary>The layer behind a node, or null where the node is no linear operator, or its weights are computed.</summary>
    public static LinearLayer? Of(OnnxGraph graph, NodeProto node)
    {
        if (node.Input.Count < 2 || graph.Initializer(node.Input[1]) is not { } weight)
            return null;
        long[] d = [.. weight.Dims];
        var groups = (int)node.Int("group", 1);
        return node.OpType switch
        {
            "Conv" when d.Length >= 3 => new(node, d, (int)d[0], (int)d[1], Size(d[2..]), groups, 0),
            "ConvTranspose" when d.Length >= 3 => new(node, d, (int)d[1] * groups, (int)d[0] / groups, Size(d[2..]), groups, 1),
            "Gemm" when d.Length == 2 && node.Int("transA", 0) == 0 && node.Float("alpha", 1) == 1 && HasPlainBias(graph, node) =>
                node.Int("transB", 0) == 1 ? new(node, d, (int)d[0], (int)d[1], 1, 1, 0) : new(node, d, (int)d[1], (int)d[0], 1, 1, 1),
            "MatMul" when d.Length == 2 => new(node, d, (int)d[1], (int)d[0], 1, 1, 1),
            _ => null,
        };
    }

    /// <summary>All linear layers of a graph, in its order.</summary>
    public static IReadOnlyList<LinearLayer> All(OnnxGraph graph) => [.. graph.Nodes.Select(n => Of(graph, n)).OfType<LinearLayer>()];

    /// <summary>The weights in canonical order.</summary>
    public float[] ReadWeights(OnnxGraph graph) => Permute(graph.Initializer(Node.Input[1])!.ToFloats(), toCanonical: true);

    /// <summary>Sets the weights, given in canonical order; a weight shared with another node is split off.</summary>
    public void WriteWeights(OnnxGraph graph, float[] canonical) => graph.SetConstantInput(Node, 1, Dims, Permute(canonical, toCanonical: false));

    /// <summary>Values in canonical order, brought to the operator's own layout.</summary>
    public T[] ToOwnLayout<T>(T[] canonical) => Permute(canonical, toCanonical: false);

    /// <summary>The bias of each output, zeros where the node has none.</summary>
    /// <exception cref="OnnxFormatException">The bias is computed: a normalized graph adds such a one behind the layer.</exception>
    public double[] ReadBias(OnnxGraph graph)
    {
        var bias = new double[Outputs];
        if (CanHaveBias && Node.InputOrNull(2) is { } name)
        {
            var tensor = graph.Initializer(name) ?? throw new OnnxFormatException($"layer '{Name}': its bias '{name}' is no constant");
            var values = tensor.ToFloats();
            for (var o = 0; o < Outputs; o++)
                bias[o] = values[values.Length == 1 ? 0 : o];
        }

        return bias;
    }

    /// <summary>Sets the bias.</summary>
    public void WriteBias(OnnxGraph graph, IEnumerable<double> bias) =>
        graph.SetConstantInput(Node, 2, [Outputs], [.. bias.Select(b => (float)b)]);

    private T[] Permute<T>(T[] from, bool toCanonical)
    {
        if (ChannelAxis == 0)
            return from;
        var to = new T[from.Length];
        var outputsPerGroup = Outputs / Groups;
        for (var o = 0; o < Outputs; o++)
        {
            for (var i = 0; i < InputsPerGroup; i++)
            {
                var group = o / outputsPerGroup;
                var own = (((long)(group * InputsPerGroup + i) * outputsPerGroup) + (o % outputsPerGroup)) * Taps;
                var canonical = ((long)o * InputsPerGroup + i) * Taps;
                for (var t = 0; t < Taps; t++)
                    to[toCanonical ? canonical + t : own + t] = from[toCanonical ? own + t : canonical + t];
            }
        }

        return to;
    }

    private static bool HasPlainBias(OnnxGraph graph, NodeProto node) =>
        node.InputOrNull(2) is not { } bias || (graph.Initializer(bias) is { } tensor && node.Float("beta", 1) == 1 && (tensor.Dims.Count <= 1 || tensor.Dims[0] == 1));

    private static int Size(long[] dims) => (int)dims.Aggregate(1L, (a, b) => a * b);
}
