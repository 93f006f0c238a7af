using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Algebra.Rules;

/// <summary>ReduceMean, ReduceSum, ReduceMax and ReduceMin over axes that carry no factors are homogeneous: factors pass through.</summary>
internal sealed class ReductionRule : IChannelRule
{
    public IReadOnlyCollection<string> Operators { get; } = ["ReduceMean", "ReduceMax", "ReduceMin", "ReduceSum"];

    public string? Constrain(ConstraintContext context, NodeProto node)
    {
        if (context.Of(node.Input[0]) is not { } input)
            return "the shape of its input is not known";
        var axes = node.Ints("axes") ?? context.Graph.Initializer(node.InputOrNull(1))?.ToLongs();
        if (axes is null)
            return "its axes are not constant";
        var reduced = axes.Select(a => (int)(a < 0 ? a + input.Rank : a)).ToHashSet();
        if (reduced.Any(a => input.Dims[a] > 1))
            return "it reduces over channels";
        int[] dims = node.Int("keepdims", 1) == 1 ? input.Dims : [.. input.Dims.Where((_, a) => !reduced.Contains(a))];
        context.Set(node.Output[0], new FactorMap(dims, input.Variables));
        return null;
    }
}
