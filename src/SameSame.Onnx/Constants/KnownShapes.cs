using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;
using SameSame.Onnx.Shapes;

namespace SameSame.Onnx.Constants;

/// <summary>
/// Shapes of tensors that are no constants. Where some dimensions depend on the input, those that are known are followed through
/// the operators that only move elements, until one picks nothing but known ones.
/// </summary>
internal sealed class KnownShapes(OnnxGraph graph)
{
    private static readonly HashSet<string> Movers = new(StringComparer.Ordinal)
    {
        "Identity", "Cast", "Gather", "GatherElements", "Reshape", "Flatten", "Slice", "Split", "Squeeze", "Transpose",
        "Unsqueeze",
    };

    private readonly Dictionary<string, Partial> _partial = new(StringComparer.Ordinal);

    /// <summary>True for a tensor that holds dimensions of which some depend on the input.</summary>
    public bool Follows(string tensor) => _partial.ContainsKey(tensor);

    /// <summary>The outputs of a node about the shape of a tensor, where only known dimensions reach them.</summary>
    /// <param name="node">The node.</param>
    /// <param name="constant">The constant of that name, or null.</param>
    /// <param name="outputs">What it computes.</param>
    public bool TryEvaluate(NodeProto node, Func<string, ConstantTensor?> constant, out IReadOnlyList<ConstantTensor> outputs)
    {
        outputs = [];
        if (node.Domain is not ("" or "ai.onnx") || node.InputOrNull(0) is not { } input)
            return false;
        if (node.OpType is "Shape" or "Size")
        {
            // Inferred anew each time: constants that were found since may have made more shapes known.
            if (ShapeInference.Infer(graph)[input] is not { } dims)
                return false;
            // Only a constant's dimension may be known to be zero.
            var exact = graph.Initializer(input) is not null;
            long?[] known = [.. dims.Select(d => d > 0 || exact ? d : (long?)null)];
            if (node.OpType == "Shape")
                return Keep(node, [Generation.Shape(new Operands(node, []), [.. Layout.Upto(dims.Length)])], known, out outputs);
            if (!known.Contains(null))
                outputs = [Generation.Size(dims)];
            return outputs.Count > 0;
        }

        if (!Movers.Contains(node.OpType) || !_partial.TryGetValue(input, out var partial))
            return false;
        ConstantTensor?[] inputs = [partial.Places, .. node.Input.Skip(1).Select(i => i.Length == 0 ? null : constant(i))];
        if (node.Input.Select((name, i) => name.Length > 0 && inputs[i] is null).Any(missing => missing))
            return false;
        return ConstantEvaluator.TryEvaluate(node, inputs, out var moved) && Keep(node, moved, partial.Dims, out outputs);
    }

    // What moves the places of dimensions moves the dimensions.
    private bool Keep(NodeProto node, IReadOnlyList<ConstantTensor> moved, long?[] known,
        out IReadOnlyList<ConstantTensor> outputs)
    {
        outputs = [];
        if (moved.Any(m => m.Type is not (OnnxDataType.Int64 or OnnxDataType.Int32)))
            return false;
        if (moved.All(m => m.Integers!.All(place => known[place] is not null)))
        {
            outputs = [.. moved.Select(m =>
                ConstantTensor.Of(m.Type, m.Dims, [.. m.Integers!.Select(place => known[place]!.Value)]))];
            return true;
        }

        for (var i = 0; i < node.Output.Count; i++)
            _partial[node.Output[i]] = new Partial(moved[i], known);
        return false;
    }

    private sealed record Partial(ConstantTensor Places, long?[] Dims);
}
