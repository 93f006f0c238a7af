using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Qdq;

/// <summary>
/// Which activations of a folded graph are quantized, and which share parameters: the output of each fused block (compute + activation,
/// Add + activation, Concat, average pool), as hardware stores them. The logits stay real.
/// </summary>
public sealed class QuantizationPlan
{
    private static readonly HashSet<string> Activations = new(StringComparer.Ordinal)
    {
        "Relu", "Clip", "LeakyRelu", "PRelu", "Sigmoid", "HardSigmoid", "HardSwish", "Elu", "Selu", "Tanh", "Gelu",
    };

    private static readonly HashSet<string> FusesActivation = new(StringComparer.Ordinal)
    {
        "Conv", "ConvTranspose", "Gemm", "MatMul", "Add", "Sub", "Sum", "Mul", "Div", "BatchNormalization",
    };

    private static readonly HashSet<string> Unfused = new(StringComparer.Ordinal)
    {
        "Concat", "AveragePool", "GlobalAveragePool", "ReduceMean", "ReduceMax", "Resize",
    };

    private static readonly HashSet<string> PassThrough = new(StringComparer.Ordinal)
    {
        "MaxPool", "GlobalMaxPool", "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Identity", "Dropout", "Transpose", "Pad",
    };

    private static readonly HashSet<string> AfterLogits = new(StringComparer.Ordinal)
    {
        "Softmax", "LogSoftmax", "Flatten", "Reshape", "Squeeze", "Identity", "Dropout",
    };

    private QuantizationPlan(string input, IReadOnlyList<QuantizationPoint> points, IReadOnlySet<string> logits, int inputGroup) =>
        (Input, Points, Logits, InputGroup) = (input, points, logits, inputGroup);

    /// <summary>The graph input.</summary>
    public string Input { get; }

    /// <summary>All quantized tensors, in graph order, the graph input first.</summary>
    public IReadOnlyList<QuantizationPoint> Points { get; }

    /// <summary>Tensors that hold logits, or what Softmax and reshaping make of them.</summary>
    public IReadOnlySet<string> Logits { get; }

    /// <summary>The group of the graph input, which has the pixel range and 8 bits in every scheme.</summary>
    public int InputGroup { get; }

    /// <summary>Tensors whose statistics calibration collects.</summary>
    public IEnumerable<string> MeasuredTensors => Points.Where(p => p.Measured && p.Tensor != Input).Select(p => p.Tensor);

    /// <summary>Plans a graph.</summary>
    /// <exception cref="OnnxFormatException">The graph has not exactly one image input.</exception>
    public static QuantizationPlan Of(OnnxGraph graph, string name)
    {
        if (graph.Inputs.Count() != 1)
            throw new OnnxFormatException($"{name}: {graph.Inputs.Count()} inputs; a classifier with one image input is expected");
        var input = graph.Inputs.Single().Name;
        var consumers = graph.Consumers();
        var logits = FindLogits(graph, consumers);
        var groups = new GroupSets();
        var measured = new Dictionary<string, bool>(StringComparer.Ordinal) { [input] = true };
        var order = new List<string> { input };
        groups.Add(input);
        foreach (var node in graph.Nodes.Where(n => n.Output.Count > 0))
        {
            var output = node.Output[0];
            if (logits.Contains(output) || (FusesActivation.Contains(node.OpType) && IsFused(graph, consumers, output)))
                continue;
            var passes = PassThrough.Contains(node.OpType);
            if (passes ? !measured.ContainsKey(node.Input[0]) : !(FusesActivation.Contains(node.OpType) || Activations.Contains(node.OpType) || Unfused.Contains(node.OpType)))
                continue;
            groups.Add(output);
            order.Add(output);
            measured[output] = !passes;
            foreach (var source in passes ? [node.Input[0]] : node.OpType == "Concat" ? node.Input : [])
            {
                if (measured.ContainsKey(source))
                    groups.Union(source, output);
            }
        }

        return new QuantizationPlan(input, [.. order.Select(t => new QuantizationPoint(t, groups.Of(t), measured[t]))], logits, groups.Of(input));
    }

    private static bool IsFused(OnnxGraph graph, Dictionary<string, List<NodeProto>> consumers, string tensor) =>
        !graph.Outputs.Contains(tensor) && consumers.TryGetValue(tensor, out var readers) && readers.Count == 1
        && Activations.Contains(readers[0].OpType) && readers[0].Input[0] == tensor;

    private static HashSet<string> FindLogits(OnnxGraph graph, Dictionary<string, List<NodeProto>> consumers)
    {
        var producers = graph.Producers();
        var logits = new HashSet<string>(StringComparer.Ordinal);
        foreach (var output in graph.Outputs)
        {
            var tensor = output;
            while (logits.Add(tensor) && producers.TryGetValue(tensor, out var node) && AfterLogits.Contains(node.OpType)
                && consumers[node.Input[0]].Count == 1)
            {
                tensor = node.Input[0];
            }
        }

        return logits;
    }

    private sealed class GroupSets
    {
        private readonly Algebra.UnionFind _sets = new();
        private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);

        public void Add(string tensor) => _index[tensor] = _sets.Fresh(1)[0];

        public void Union(string a, string b) => _sets.Union(_index[a], _index[b]);

        public int Of(string tensor) => _sets.Find(_index[tensor]);
    }
}
