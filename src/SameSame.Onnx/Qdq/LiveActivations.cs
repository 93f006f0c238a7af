using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;
using SameSame.Onnx.Shapes;

namespace SameSame.Onnx.Qdq;

/// <summary>
/// Which tensors are activations: floating-point values of an image, that depend on the graph input. Shape arithmetic, masks, scalars and other side computations without
/// a row an image are not; they stay as they are.
/// </summary>
internal sealed class LiveActivations
{
    private readonly HashSet<string> _live = new(StringComparer.Ordinal);
    private readonly TensorShapes _shapes;
    private readonly TensorTypes _types;
    private readonly bool _openBatch;

    public LiveActivations(OnnxGraph graph)
    {
        (_shapes, _types) = (ShapeInference.Infer(graph), TensorTypes.Infer(graph));
        var input = graph.Inputs.Single();
        _openBatch = ShapeInference.Declared(input) is not { Length: > 0 } declared || declared[0] < 0;
        _live.Add(input.Name);
        foreach (var node in graph.Nodes.Where(n => Subgraphs.Reads(n).Any(_live.Contains)))
            _live.UnionWith(node.Output.Where(o => o.Length > 0 && _types.MayBeFloat(o) && !FromItsShape(node)));
    }

    /// <summary>True for an activation.</summary>
    public bool Contains(string tensor) => _live.Contains(tensor) && _types.MayBeFloat(tensor) && HasRows(_shapes[tensor]);

    // Where the batch is open, what does not grow with it belongs to no image.
    private bool HasRows(long[]? shape) => shape is null || (shape.Length >= 2 && (!_openBatch || shape.Any(d => d < 0)));

    // Reads an activation for its size alone.
    private static bool FromItsShape(NodeProto node) => node.OpType is "Shape" or "Size" or "ConstantOfShape" or "EyeLike" or "RandomNormalLike" or "RandomUniformLike";
}
