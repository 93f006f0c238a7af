using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;
using SameSame.Onnx.Shapes;

namespace SameSame.Onnx.Algebra;

/// <summary>The state of the analysis while rules add their constraints: a map of variables for each tensor, in disjoint sets.</summary>
internal sealed class ConstraintContext
{
    private readonly Dictionary<string, FactorMap> _maps = new(StringComparer.Ordinal);
    private readonly List<(int Variable, string Reason)> _pins = [];
    private readonly Dictionary<string, string> _reasons = new(StringComparer.Ordinal);
    private readonly int _one;

    public ConstraintContext(OnnxGraph graph, TensorShapes shapes)
    {
        (Graph, Shapes) = (graph, shapes);
        _one = Sets.Fresh(1)[0];
        _pins.Add((_one, "its operator"));
    }

    public OnnxGraph Graph { get; }

    public TensorShapes Shapes { get; }

    public UnionFind Sets { get; } = new();

    public List<LinearLayer> Layers { get; } = [];

    public IReadOnlyList<(int Variable, string Reason)> Pins => _pins;

    public IReadOnlyDictionary<string, FactorMap> Maps => _maps;

    /// <summary>Why a tensor was pinned as a whole.</summary>
    public IReadOnlyDictionary<string, string> Reasons => _reasons;

    /// <summary>The factors of an activation, or null for constants and tensors of unknown shape.</summary>
    public FactorMap? Of(string? tensor) => tensor is not null && _maps.TryGetValue(tensor, out var map) ? map : null;

    public void Set(string tensor, FactorMap map) => _maps[tensor] = map;

    /// <summary>Gives a tensor variables of its own along one axis.</summary>
    public void Free(string tensor, int axis, int size) => _maps[tensor] = FactorMap.Along(Shapes[tensor]!.Length, axis, Sets.Fresh(size));

    /// <summary>Whether every factor of a tensor is known to be 1 by now.</summary>
    public bool IsPinned(string tensor)
    {
        var pinned = _pins.Select(p => Sets.Find(p.Variable)).ToHashSet();
        return Of(tensor) is { } map && map.Variables.All(v => pinned.Contains(Sets.Find(v)));
    }

    public void Pin(string tensor, string reason)
    {
        foreach (var variable in Of(tensor)?.Variables.Distinct() ?? [])
            _pins.Add((variable, reason));
    }

    /// <summary>Gives a tensor factor 1.</summary>
    public void SetPinned(string tensor, string reason)
    {
        _reasons[tensor] = reason;
        if (Shapes[tensor] is { } shape)
            _maps[tensor] = FactorMap.Uniform(shape.Length, _one);
    }

    /// <summary>Makes two maps agree wherever they scale the same element under broadcasting; returns the map of the result.</summary>
    public FactorMap Tie(FactorMap a, FactorMap b)
    {
        var rank = Math.Max(a.Rank, b.Rank);
        (a, b) = (a.AlignedTo(rank), b.AlignedTo(rank));
        return FactorMap.Fill([.. a.Dims.Zip(b.Dims, Math.Max)], index =>
        {
            var (x, y) = (a.At(index), b.At(index));
            Sets.Union(x, y);
            return x;
        });
    }

    /// <summary>The safe answer to anything not understood: factor 1 on all inputs and outputs.</summary>
    public void PinAround(NodeProto node, string reason)
    {
        foreach (var input in node.Input)
            Pin(input, reason);
        foreach (var output in node.Output.Where(o => o.Length > 0))
            SetPinned(output, reason);
    }
}
