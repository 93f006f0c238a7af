using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;
using SameSame.Onnx.Shapes;

namespace SameSame.Onnx.Algebra;

/// <summary>The state of the analysis while rules add their constraints: one variable per (tensor, channel), in disjoint sets.</summary>
internal sealed class ConstraintContext(OnnxGraph graph, TensorShapes shapes)
{
    private readonly Dictionary<string, int[]> _variables = new(StringComparer.Ordinal);
    private readonly List<(int Variable, string Reason)> _pins = [];

    public OnnxGraph Graph { get; } = graph;

    public TensorShapes Shapes { get; } = shapes;

    public UnionFind Sets { get; } = new();

    public List<LinearLayer> Layers { get; } = [];

    public IReadOnlyList<(int Variable, string Reason)> Pins => _pins;

    public IReadOnlyDictionary<string, int[]> Variables => _variables;

    /// <summary>The variables of a tensor's channels, or null for constants and tensors without a known channel axis.</summary>
    public int[]? Of(string? tensor) => tensor is not null && _variables.TryGetValue(tensor, out var v) ? v : null;

    public void Set(string tensor, int[] variables) => _variables[tensor] = variables;

    public int[] Fresh(string tensor, int channels)
    {
        var variables = Sets.Fresh(channels);
        _variables[tensor] = variables;
        return variables;
    }

    public void Pin(string tensor, string reason)
    {
        foreach (var variable in Of(tensor) ?? [])
            _pins.Add((variable, reason));
    }

    public void Tie(int[] a, int[] b)
    {
        for (var i = 0; i < a.Length; i++)
            Sets.Union(a[i], b[i]);
    }

    /// <summary>The safe answer to anything not understood: factor 1 on all inputs and outputs.</summary>
    public void PinAround(NodeProto node, string reason)
    {
        foreach (var input in node.Input)
            Pin(input, reason);
        foreach (var output in node.Output.Where(o => o.Length > 0))
        {
            if (Of(output) is null && Shapes.Channels(output) is { } channels)
                Fresh(output, channels);
            Pin(output, reason);
        }
    }
}
