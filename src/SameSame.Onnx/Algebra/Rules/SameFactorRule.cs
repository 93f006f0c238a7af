using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Algebra.Rules;

/// <summary>Add, Sub, Sum, Min, Max: all inputs and the output share factors, element by element as they broadcast; a constant operand is scaled.</summary>
internal sealed class SameFactorRule : IChannelRule
{
    public IReadOnlyCollection<string> Operators { get; } = ["Add", "Sub", "Sum", "Min", "Max"];

    public string? Constrain(ConstraintContext context, NodeProto node)
    {
        var maps = node.Input.Where(i => context.Graph.Initializer(i) is null).Select(context.Of).ToList();
        if (maps.Count == 0 || maps.Any(m => m is null) || context.Shapes[node.Output[0]] is not { } shape)
            return "the shapes of its inputs are not known";
        if (maps.Count < node.Input.Count && maps.Any(m => ConstraintContext.Repeats(m!.AlignedTo(shape.Length), shape)))
            return "its constant would have to follow the batch";
        context.Set(node.Output[0], maps.Skip(1).Aggregate(maps[0]!, (a, b) => context.Tie(a, b!)).AlignedTo(shape.Length));
        return null;
    }

    public void Rewrite(RewriteContext context, NodeProto node)
    {
        for (var i = 0; i < node.Input.Count; i++)
        {
            if (context.Graph.Initializer(node.Input[i]) is not null)
                context.ScaleConstant(node, i, node.Output[0]);
        }
    }
}
