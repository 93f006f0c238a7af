using SameSame.Onnx.Schema;
using SameSame.Testing.Fuzzing.Operators;

namespace SameSame.Testing.Fuzzing;

/// <summary>
/// Runs float graphs with plain loops in double precision. Written from the operator specification, for operator sets 7 to 22, and sharing no code
/// with what it checks.
/// </summary>
public sealed class DoubleInterpreter
{
    private static readonly Dictionary<string, Func<NodeCall, FuzzTensor[]>> Table = OperatorTable.Build();

    private readonly long _opset;
    private readonly Func<NodeProto, string, double[], double[]>? _store;
    private readonly Func<NodeProto, int, FuzzTensor, FuzzTensor>? _read;
    private readonly Dictionary<string, FuzzTensor> _tensors;

    private DoubleInterpreter(
        long opset, Func<NodeProto, string, double[], double[]>? store, Func<NodeProto, int, FuzzTensor, FuzzTensor>? read, Dictionary<string, FuzzTensor> tensors) =>
        (_opset, _store, _read, _tensors) = (opset, store, read, tensors);

    /// <summary>The operators it knows.</summary>
    public static IReadOnlyCollection<string> Operators => [.. Table.Keys, "If"];

    /// <summary>The graph's input: the first that is not an initializer, which files of IR 3 list among the inputs.</summary>
    public static string InputOf(ModelProto model)
    {
        var constants = model.Graph.Initializer.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        return model.Graph.Input.First(i => !constants.Contains(i.Name)).Name;
    }

    /// <summary>Every tensor of <paramref name="model"/>'s main graph by name.</summary>
    /// <param name="model">Float network with one input.</param>
    /// <param name="input">Input values.</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="store">Called with every output of a node; what it returns stands in its place.</param>
    /// <param name="read">Called with every input of a node; what it returns is what the node reads, and nobody else does.</param>
    public static Dictionary<string, FuzzTensor> Run(
        ModelProto model,
        double[] input,
        long[] shape,
        Func<NodeProto, string, double[], double[]>? store = null,
        Func<NodeProto, int, FuzzTensor, FuzzTensor>? read = null)
    {
        var opset = model.OpsetImport.First(o => o.Domain.Length == 0).Version;
        var tensors = new Dictionary<string, FuzzTensor>(StringComparer.Ordinal) { [InputOf(model)] = new(shape, input) };
        new DoubleInterpreter(opset, store, read, tensors).Run(model.Graph);
        return tensors;
    }

    private FuzzTensor[] Run(GraphProto graph)
    {
        foreach (var initializer in graph.Initializer)
            _tensors[initializer.Name] = FuzzTensor.Of(initializer);
        foreach (var node in graph.Node)
            Run(node);
        return [.. graph.Output.Select(o => _tensors[o.Name])];
    }

    private void Run(NodeProto node)
    {
        var inputs = node.Input.Select((name, i) => name.Length == 0 ? null : Read(node, i, name)).ToArray();
        var call = new NodeCall(node, inputs, _opset, RunInside);
        FuzzTensor[] outputs = node.OpType == "If" ? If(call)
            : Table.TryGetValue(node.OpType, out var rule) ? rule(call)
            : throw new NotSupportedException($"the interpreter does not know {node.OpType}");
        foreach (var (name, value) in node.Output.Zip(outputs).Where(o => o.First.Length > 0))
            _tensors[name] = _store is null ? value : value with { Values = _store(node, name, value.Values) };
    }

    private FuzzTensor Read(NodeProto node, int index, string name) => _read is null ? _tensors[name] : _read(node, index, _tensors[name]);

    // What a graph inside a node computes is not seen outside it, but it sees everything around it.
    private FuzzTensor[] RunInside(GraphProto graph) => new DoubleInterpreter(_opset, _store, _read, new(_tensors, StringComparer.Ordinal)).Run(graph);

    private static FuzzTensor[] If(NodeCall call) => call.Run(call[0].Values[0] != 0 ? "then_branch" : "else_branch");
}
