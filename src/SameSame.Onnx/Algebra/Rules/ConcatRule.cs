using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Algebra.Rules;

/// <summary>Concat along channels: the output's channels are the inputs', one after the other. Along an axis that carries no factors they must agree.</summary>
internal sealed class ConcatRule : IChannelRule
{
    public IReadOnlyCollection<string> Operators { get; } = ["Concat"];

    public string? Constrain(ConstraintContext context, NodeProto node)
    {
        var maps = node.Input.Select(context.Of).ToList();
        if (maps.Any(m => m is null) || context.Shapes[node.Output[0]] is not { } shape)
            return "the shapes of its inputs are not known, or one is constant";
        var axis = (int)node.Int("axis", 1);
        axis = axis < 0 ? axis + shape.Length : axis;
        if (maps.All(m => m!.DependsOnlyOn(axis)))
        {
            int[] sizes = [.. node.Input.Select(i => (int)(context.Shapes[i]![axis]))];
            if (sizes.Any(s => s < 1))
                return "it joins along an axis whose size is not known";
            context.Set(node.Output[0], FactorMap.Concatenated(axis, [.. maps.Select(m => m!)], sizes));
            return null;
        }

        if (maps.Any(m => m!.Dims[axis] > 1))
            return "the factors of its inputs depend on more than the joined axis";
        context.Set(node.Output[0], maps.Skip(1).Aggregate(maps[0]!, (a, b) => context.Tie(a, b!)));
        return null;
    }
}
