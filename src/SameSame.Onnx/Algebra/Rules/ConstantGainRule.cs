using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Algebra.Rules;

/// <summary>Mul or Div by a constant that leaves the shape alone: linear, element by element, so factors pass through unchanged.</summary>
internal sealed class ConstantGainRule : IChannelRule
{
    public IReadOnlyCollection<string> Operators { get; } = ["Mul", "Div"];

    public string? Constrain(ConstraintContext context, NodeProto node)
    {
        var constant = node.OpType == "Mul" && context.Graph.Initializer(node.Input[0]) is not null ? 0 : 1;
        if (context.Graph.Initializer(node.Input[constant]) is null)
            return "both operands are computed";
        var x = node.Input[1 - constant];
        if (context.Of(x) is not { } input)
            return "the channels of its input are not known";
        if (context.Shapes[x] is not { } from || context.Shapes[node.Output[0]] is not { } to || !from.SequenceEqual(to))
            return "the constant changes the shape";
        context.Set(node.Output[0], input);
        return null;
    }
}
