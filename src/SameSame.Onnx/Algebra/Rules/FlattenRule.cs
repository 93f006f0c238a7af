using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Algebra.Rules;

/// <summary>Flatten and Reshape from N,C,H,W to N,(C*H*W): each channel's factor repeats H*W times, contiguously. Also Squeeze of trailing ones.</summary>
internal sealed class FlattenRule : IChannelRule
{
    public IReadOnlyCollection<string> Operators { get; } = ["Flatten", "Reshape", "Squeeze"];

    public string? Constrain(ConstraintContext context, NodeProto node)
    {
        if (context.Of(node.Input[0]) is not { } input || context.Shapes[node.Input[0]] is not { } from || context.Shapes[node.Output[0]] is not { } to)
            return "its shapes are not known";
        var positions = from[2..].Aggregate(1L, (a, b) => a < 0 || b < 0 ? -1 : a * b);
        var keepsBatch = to.Length >= 2 && (from[0] == to[0] || from[0] < 0);
        if (!keepsBatch || positions < 1)
            return "it does not keep one row an image";
        if (to.Length == 2 && to[1] == input.Length * positions)
            context.Set(node.Output[0], [.. input.SelectMany(v => Enumerable.Repeat(v, (int)positions))]);
        else if (to[1] == input.Length)
            context.Set(node.Output[0], input);
        else
            return "it mixes channels with positions";
        return null;
    }
}
