using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Algebra.Rules;

/// <summary>
/// Flatten, Reshape, Squeeze, Unsqueeze: elements keep their factors. From N,C,H,W to N,(C*H*W) each channel's factor repeats H*W times,
/// contiguously; from N,C,H,W to N,G,C/G,H,W, as channel shuffles do, it follows its channel.
/// </summary>
internal sealed class ReshapeRule : IChannelRule
{
    public IReadOnlyCollection<string> Operators { get; } = ["Flatten", "Reshape", "Squeeze", "Unsqueeze"];

    public string? Constrain(ConstraintContext context, NodeProto node)
    {
        if (context.Of(node.Input[0]) is not { } input || context.Shapes[node.Input[0]] is not { } from || context.Shapes[node.Output[0]] is not { } to)
            return "its shapes are not known";
        if (input.Variables.Length == 1)
            context.Set(node.Output[0], FactorMap.Uniform(to.Length, input.Variables[0]));
        else if (input.Reshaped(from, to) is { } output)
            context.Set(node.Output[0], output);
        else
            return "its shapes do not tell where channels go";
        return null;
    }
}
