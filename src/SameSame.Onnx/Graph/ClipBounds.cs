using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Graph;

/// <summary>The bounds of a Clip, given as attributes (opset 6) or as constant inputs (opset 11 and later).</summary>
/// <param name="Low">Lower bound; negative infinity where there is none.</param>
/// <param name="High">Upper bound; positive infinity where there is none.</param>
public readonly record struct ClipBounds(float Low, float High)
{
    /// <summary>The bounds of <c>factor * x</c>.</summary>
    public ClipBounds Scale(double factor) => new((float)(Low * factor), (float)(High * factor));

    /// <summary>Reads a node's bounds, or null where they are computed or not scalar.</summary>
    public static ClipBounds? Read(OnnxGraph graph, NodeProto node)
    {
        var low = Bound(graph, node, 1, node.Float("min", float.NegativeInfinity));
        var high = Bound(graph, node, 2, node.Float("max", float.PositiveInfinity));
        // Where they cross, the upper one wins: that is what ONNX Runtime computes.
        return low is null || high is null ? null : new ClipBounds(Math.Min(low.Value, high.Value), high.Value);
    }

    /// <summary>Sets a node's bounds, in the form it has them.</summary>
    public static void Write(OnnxGraph graph, NodeProto node, ClipBounds bounds)
    {
        if (node.Find("min") is { } min)
            min.F = bounds.Low;
        if (node.Find("max") is { } max)
            max.F = bounds.High;
        if (node.InputOrNull(1) is not null)
            graph.SetConstantInput(node, 1, [], [bounds.Low]);
        if (node.InputOrNull(2) is not null)
            graph.SetConstantInput(node, 2, [], [bounds.High]);
    }

    private static float? Bound(OnnxGraph graph, NodeProto node, int index, float attribute)
    {
        if (node.InputOrNull(index) is not { } name)
            return attribute;
        return graph.Initializer(name) is { } tensor && tensor.Count() == 1 ? tensor.ToFloats()[0] : null;
    }
}
