using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;
using SameSame.Onnx.Shapes;

namespace SameSame.Onnx.Reading;

/// <summary>
/// Walks the nodes of a graph, those of the graphs inside them first, and lets a rule change each one and put others before and
/// behind it. Shapes and types are those from before the walk.
/// </summary>
internal sealed class GraphRewriter
{
    private readonly GraphProto _graph;
    private readonly OnnxGraph _main;
    private readonly GraphRewriter? _outer;
    private readonly GraphNames _names;
    private readonly Dictionary<string, TensorProto> _constants;
    private readonly Dictionary<string, OnnxDataType> _types;
    private readonly List<NodeProto> _before = [], _after = [];

    private GraphRewriter(OnnxGraph main)
    {
        (_graph, _main, _names) = (main.Model.Graph, main, new GraphNames(main.Model.Graph));
        (Shapes, _types, _constants) = (ShapeInference.Infer(main), ElementTypes.Infer(main.Model.Graph), Constants(_graph));
    }

    private GraphRewriter(GraphProto graph, GraphRewriter outer)
    {
        (_graph, _main, _names, _outer) = (graph, outer._main, outer._names, outer);
        (Shapes, _types, _constants) = (outer.Shapes, outer._types, Constants(graph));
    }

    /// <summary>What is known of the main graph's tensors; those of graphs inside nodes are not in it.</summary>
    public TensorShapes Shapes { get; }

    /// <summary>Applies a rule to every node.</summary>
    public static void Rewrite(OnnxGraph graph, Action<GraphRewriter, NodeProto> rule) => new GraphRewriter(graph).Run(rule);

    /// <summary>The constant of that name, of this graph or one around it, or null.</summary>
    public TensorProto? Constant(string? name) =>
        name is null ? null : _constants.TryGetValue(name, out var tensor) ? tensor : _outer?.Constant(name);

    /// <summary>The element type of a tensor; float32 where nothing says otherwise.</summary>
    public OnnxDataType TypeOf(string? tensor) =>
        tensor is null ? OnnxDataType.Float : _types.GetValueOrDefault(tensor, OnnxDataType.Float);

    /// <summary>True where anything reads the tensor.</summary>
    public bool IsRead(string tensor) =>
        _graph.Node.Any(n => Subgraphs.Reads(n).Contains(tensor)) || _graph.Output.Any(o => o.Name == tensor);

    /// <summary>Adds a constant under a name like the one it has, and gives the name.</summary>
    public string Add(TensorProto tensor)
    {
        tensor.Name = _names.Tensor(tensor.Name);
        if (_outer is null)
            _main.SetInitializer(tensor);
        else
            _graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>Puts a node before the present one and gives the name of its output.</summary>
    public string Before(NodeProto node, string op, IEnumerable<string> inputs, params AttributeProto[] attributes)
    {
        var output = _names.Tensor($"{node.Output[0]}.{op}");
        _before.Add(_names.Named(NodeAttributes.Create(op, inputs, output, attributes)));
        return output;
    }

    /// <summary>Puts a node behind the present one, and those put there before; it takes over the name of the output.</summary>
    public void After(NodeProto node, string op, IEnumerable<string> more, params AttributeProto[] attributes)
    {
        var last = _after.Count > 0 ? _after[^1] : node;
        var output = last.Output[0];
        last.Output[0] = _names.Tensor($"{output}.{last.OpType}");
        _after.Add(_names.Named(NodeAttributes.Create(op, [last.Output[0], .. more], output, attributes)));
    }

    private void Run(Action<GraphRewriter, NodeProto> rule)
    {
        var nodes = new List<NodeProto>();
        foreach (var node in _graph.Node)
        {
            foreach (var inner in Subgraphs.Of(node))
                new GraphRewriter(inner, this).Run(rule);
            _before.Clear();
            _after.Clear();
            rule(this, node);
            nodes.AddRange([.. _before, node, .. _after]);
        }

        _graph.Node.Clear();
        _graph.Node.AddRange(nodes);
    }

    private static Dictionary<string, TensorProto> Constants(GraphProto graph)
    {
        var constants = new Dictionary<string, TensorProto>(StringComparer.Ordinal);
        foreach (var tensor in graph.Initializer)
            constants[tensor.Name] = tensor;
        foreach (var node in graph.Node.Where(n => n.OpType == "Constant"))
        {
            if (node.Find("value")?.T is { } value)
                constants[node.Output[0]] = value;
        }

        return constants;
    }
}
