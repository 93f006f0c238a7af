using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;
using SameSame.Onnx.Shapes;

namespace SameSame.Onnx.Algebra;

/// <summary>The state of the analysis while rules add their constraints: a map of variables for each tensor, in disjoint sets.</summary>
internal sealed class ConstraintContext(OnnxGraph graph, TensorShapes shapes)
{
    private readonly Dictionary<string, FactorMap> _maps = new(StringComparer.Ordinal);
    private readonly List<(int Variable, string Reason)> _pins = [];
    private readonly Dictionary<string, string> _reasons = new(StringComparer.Ordinal);

    public OnnxGraph Graph { get; } = graph;

    public TensorShapes Shapes { get; } = shapes;

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

    /// <summary>Whether a map repeats along an axis that joins the batch: no constant can be laid over it.</summary>
    public static bool Repeats(FactorMap map, long[] shape) => Enumerable.Range(0, map.Rank).Any(a => map.Dims[a] > 1 && shape[a] < 0);

    public void Pin(string tensor, string reason)
    {
        foreach (var variable in Of(tensor)?.Variables.Distinct() ?? [])
            _pins.Add((variable, reason));
    }

    /// <summary>Gives a tensor factor 1.</summary>
    public void SetPinned(string tensor, string reason)
    {
        _reasons[tensor] = reason;
        if (Shapes[tensor] is not { } shape)
            return;
        _maps[tensor] = FactorMap.Uniform(shape.Length, Sets.Fresh(1)[0]);
        Pin(tensor, reason);
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
        foreach (var input in Subgraphs.Reads(node))
            Pin(input, reason);
        foreach (var output in node.Output.Where(o => o.Length > 0))
            SetPinned(output, reason);
    }
}
