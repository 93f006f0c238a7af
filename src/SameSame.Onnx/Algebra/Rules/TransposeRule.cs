using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Algebra.Rules;

/// <summary>Transpose: factors follow their axes.</summary>
internal sealed class TransposeRule : IChannelRule
{
    public IReadOnlyCollection<string> Operators { get; } = ["Transpose"];

    public string? Constrain(ConstraintContext context, NodeProto node)
    {
        if (context.Of(node.Input[0]) is not { } input)
            return "the shape of its input is not known";
        int[] permutation = node.Ints("perm") is { } perm ? [.. perm.Select(p => (int)p)] : [.. Enumerable.Range(0, input.Rank).Reverse()];
        context.Set(node.Output[0], input.Transposed(permutation));
        return null;
    }
}
