using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;
using SameSame.Quantization.Schemes;

namespace SameSame.Onnx.Qdq;

/// <summary>
/// Which activations of a folded graph are quantized, and which share parameters: the output of each fused block (compute + activation,
/// Add + activation, Concat, average pool), as hardware stores them, and whatever a linear layer reads. The logits stay real.
/// </summary>
public sealed class QuantizationPlan
{
    private QuantizationPlan(
        string input, string image, IReadOnlyList<QuantizationPoint> points, IReadOnlySet<string> logits, int imageGroup, IReadOnlyDictionary<string, ValueRange> constants)
    {
        (Input, Image, Points, Logits, ImageGroup, Constants) = (input, image, points, logits, imageGroup, constants);
    }

    /// <summary>The graph input.</summary>
    public string Input { get; }

    /// <summary>The preprocessed image: the graph input, or what the graph's own preprocessing makes of it.</summary>
    public string Image { get; }

    /// <summary>All quantized tensors, in graph order, the image first.</summary>
    public IReadOnlyList<QuantizationPoint> Points { get; }

    /// <summary>Tensors that hold logits, or what Softmax and reshaping make of them.</summary>
    public IReadOnlySet<string> Logits { get; }

    /// <summary>The group of the image. Where nothing but pixels is in it it has 8 bits in every scheme.</summary>
    public int ImageGroup { get; }

    /// <summary>By tensor that is not measured, constants that lie in it and that the range of its group must cover: what a Pad fills its border with.</summary>
    public IReadOnlyDictionary<string, ValueRange> Constants { get; }

    /// <summary>Tensors whose statistics calibration collects.</summary>
    public IEnumerable<string> MeasuredTensors => Points.Where(p => p.Measured && p.Tensor != Input).Select(p => p.Tensor);

    /// <summary>Plans a graph.</summary>
    /// <exception cref="OnnxFormatException">The graph has not exactly one image input.</exception>
    public static QuantizationPlan Of(OnnxGraph graph, string name)
    {
        if (graph.Inputs.Count() != 1)
            throw new OnnxFormatException($"{name}: {graph.Inputs.Count()} inputs; a classifier with one image input is expected");
        return new Builder(graph).Build();
    }

    private sealed class Builder
    {
        private readonly OnnxGraph _graph;
        private readonly Dictionary<string, List<NodeProto>> _consumers;
        private readonly LiveActivations _activations;
        private readonly HashSet<string> _logits;
        private readonly GroupSets _groups = new();
        private readonly Dictionary<string, bool> _measured = new(StringComparer.Ordinal);
        private readonly Dictionary<string, ValueRange> _constants = new(StringComparer.Ordinal);
        private readonly string _image;

        public Builder(OnnxGraph graph)
        {
            (_graph, _consumers, _activations) = (graph, graph.Consumers(), new LiveActivations(graph));
            _logits = [.. LogitsOutput.Of(graph).Tail];
            _image = ImageTensor.Of(graph, _consumers);
        }

        public QuantizationPlan Build()
        {
            var input = _graph.Inputs.Single().Name;
            Add(_image, measured: true);
            var started = _image == input;
            foreach (var node in _graph.Nodes)
            {
                // In front of the image there are pixels in other clothes.
                if (started)
                    Plan(node);
                started |= node.Output.Contains(_image);
            }

            foreach (var read in _graph.Nodes.Where(n => QuantizedOperators.Products.Contains(n.OpType)).SelectMany(n => n.Input.Take(2)).Where(IsFree).ToList())
                Add(read, measured: true);
            var order = _graph.Nodes.SelectMany(n => n.Output).Prepend(input).Where(_measured.ContainsKey);
            return new QuantizationPlan(
                input, _image, [.. order.Select(t => new QuantizationPoint(t, _groups.Of(t), _measured[t]))], _logits, _groups.Of(_image), _constants);
        }

        private void Plan(NodeProto node)
        {
            if (QuantizedOperators.PassThrough.Contains(node.OpType) && Passes(node, out var constant))
            {
                foreach (var output in node.Output.Where(o => _measured.ContainsKey(node.Input[0]) && IsFree(o)))
                {
                    Add(output, measured: false);
                    _groups.Union(node.Input[0], output);
                    if (constant is { } value)
                        _constants[output] = new ValueRange(value, value);
                }
            }
            else if (Computes(node) && IsFree(node.Output[0]) && !IsFused(node))
            {
                Add(node.Output[0], measured: true);
                foreach (var source in node.OpType == "Concat" ? node.Input.Where(_measured.ContainsKey) : [])
                    _groups.Union(source, node.Output[0]);
            }
        }

        private bool IsFree(string tensor) => tensor.Length > 0 && !_logits.Contains(tensor) && !_measured.ContainsKey(tensor) && _activations.Contains(tensor);

        private void Add(string tensor, bool measured)
        {
            _groups.Add(tensor);
            _measured[tensor] = measured;
        }

        // A border that is computed at run time is not known beforehand: such a Pad's output is measured.
        private bool Passes(NodeProto node, out float? constant)
        {
            constant = null;
            if (node.OpType != "Pad" || node.Text("mode", "constant") != "constant")
                return true;
            if (node.InputOrNull(2) is not { } value)
                constant = node.Float("value", 0);
            else if (_graph.Initializer(value) is { } tensor)
                constant = tensor.ToFloats()[0];
            return constant is not null;
        }

        private static bool Computes(NodeProto node) => node.OpType == "Pad" || QuantizedOperators.FusesActivation.Contains(node.OpType)
            || QuantizedOperators.Activations.Contains(node.OpType) || QuantizedOperators.Unfused.Contains(node.OpType);

        private bool IsFused(NodeProto node) => QuantizedOperators.FusesActivation.Contains(node.OpType) && node.Output[0] is var tensor
            && !_graph.Outputs.Contains(tensor) && _consumers.TryGetValue(tensor, out var readers) && readers.Count == 1
            && QuantizedOperators.Activations.Contains(readers[0].OpType) && readers[0].Input[0] == tensor;
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
