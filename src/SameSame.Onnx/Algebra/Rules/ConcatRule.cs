using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Algebra.Rules;

/// <summary>Concat along channels: the output's channels are the inputs', one after the other. Along another axis they must agree.</summary>
internal sealed class ConcatRule : IChannelRule
{
    public IReadOnlyCollection<string> Operators { get; } = ["Concat"];

    public string? Constrain(ConstraintContext context, NodeProto node)
    {
        var inputs = node.Input.Select(context.Of).ToList();
        if (inputs.Any(i => i is null) || context.Shapes[node.Output[0]] is not { } shape)
            return "the channels of its inputs are not known";
        var axis = node.Int("axis", 1);
        axis = axis < 0 ? axis + shape.Length : axis;
        if (axis == 0)
            return "it joins along the batch";
        if (axis == 1)
        {
            context.Set(node.Output[0], [.. inputs.SelectMany(i => i!)]);
            return null;
        }

        if (inputs.Any(i => i!.Length != inputs[0]!.Length))
            return "its inputs differ in channels";
        foreach (var other in inputs.Skip(1))
            context.Tie(inputs[0]!, other!);
        context.Set(node.Output[0], inputs[0]!);
        return null;
    }
}
