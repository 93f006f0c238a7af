using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;
using SameSame.Onnx.Shapes;

namespace SameSame.Onnx.Algebra.Rules;

/// <summary>Slice and Gather with constant indices: the selected elements keep their factors.</summary>
internal sealed class SliceRule : IChannelRule
{
    public IReadOnlyCollection<string> Operators { get; } = ["Slice", "Gather"];

    public string? Constrain(ConstraintContext context, NodeProto node)
    {
        if (context.Of(node.Input[0]) is not { } input || context.Shapes[node.Input[0]] is not { } shape)
            return "the shape of its input is not known";
        return node.OpType == "Slice" ? Slice(context, node, input, shape) : Gather(context, node, input, shape);
    }

    private static string? Slice(ConstraintContext context, NodeProto node, FactorMap input, long[] shape)
    {
        if (SliceBounds.Read(context.Graph, node, shape.Length) is not { } bounds)
            return "its bounds are not constant";
        foreach (var bound in bounds.Where(b => input.Dims[b.Axis] > 1))
        {
            if (bound.Indices(shape[bound.Axis]) is not { } indices)
                return "its bounds are not known";
            input = input.Selected(bound.Axis, indices);
        }

        context.Set(node.Output[0], input);
        return null;
    }

    private static string? Gather(ConstraintContext context, NodeProto node, FactorMap input, long[] shape)
    {
        if (context.Graph.Initializer(node.Input[1]) is not { } tensor || tensor.Dims.Count > 1)
            return "its indices are not a constant vector";
        var axis = (int)node.Int("axis", 0);
        axis = axis < 0 ? axis + shape.Length : axis;
        int[] indices = [.. tensor.ToLongs().Select(i => (int)(i < 0 ? i + shape[axis] : i))];
        var selected = input.Selected(axis, indices);
        // A scalar index drops the axis.
        context.Set(node.Output[0], tensor.Dims.Count == 1 ? selected : new FactorMap([.. selected.Dims[..axis], .. selected.Dims[(axis + 1)..]], selected.Variables));
        return null;
    }
}
