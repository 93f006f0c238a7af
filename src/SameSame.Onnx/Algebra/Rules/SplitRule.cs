using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Algebra.Rules;

/// <summary>Split: each part keeps the factors of its elements.</summary>
internal sealed class SplitRule : IChannelRule
{
    public IReadOnlyCollection<string> Operators { get; } = ["Split"];

    public string? Constrain(ConstraintContext context, NodeProto node)
    {
        if (context.Of(node.Input[0]) is not { } input || context.Shapes[node.Input[0]] is not { } shape || node.Output.Any(o => context.Shapes[o] is null))
            return "its shapes are not known";
        var axis = (int)node.Int("axis", 0);
        axis = axis < 0 ? axis + shape.Length : axis;
        var start = 0;
        foreach (var output in node.Output)
        {
            var size = (int)context.Shapes[output]![axis];
            if (size < 0)
                return "its parts depend on the input";
            context.Set(output, input.Selected(axis, [.. Enumerable.Range(start, size)]));
            start += size;
        }

        return null;
    }
}
