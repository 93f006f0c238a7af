using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Algebra.Rules;

/// <summary>ReduceMean, ReduceSum and ReduceMax over space are homogeneous per channel: factors pass through.</summary>
internal sealed class SpatialReductionRule : IChannelRule
{
    public IReadOnlyCollection<string> Operators { get; } = ["ReduceMean", "ReduceMax", "ReduceSum"];

    public string? Constrain(ConstraintContext context, NodeProto node)
    {
        if (context.Of(node.Input[0]) is not { } input || context.Shapes[node.Input[0]] is not { } shape)
            return "the channels of its input are not known";
        var axes = node.Ints("axes") ?? context.Graph.Initializer(node.InputOrNull(1))?.ToLongs();
        if (axes is null || axes.Any(a => (a < 0 ? a + shape.Length : a) < 2))
            return "it reduces over batch or channels, or over axes that are not constant";
        context.Set(node.Output[0], input);
        return null;
    }
}
