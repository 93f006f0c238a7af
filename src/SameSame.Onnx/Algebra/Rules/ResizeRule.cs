using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Algebra.Rules;

/// <summary>Resize and Upsample interpolate positions of one channel, which is linear: factors pass through.</summary>
internal sealed class ResizeRule : IChannelRule
{
    public IReadOnlyCollection<string> Operators { get; } = ["Resize", "Upsample"];

    public string? Constrain(ConstraintContext context, NodeProto node)
    {
        if (context.Of(node.Input[0]) is not { } input || context.Shapes[node.Input[0]] is not { } from || context.Shapes[node.Output[0]] is not { } to)
            return "its shapes are not known";
        if (node.Text("coordinate_transformation_mode", "") == "tf_crop_and_resize")
            return "it extrapolates with a constant";
        if (Enumerable.Range(0, input.Rank).Any(a => input.Dims[a] > 1 && from[a] != to[a]))
            return "it interpolates between channels";
        context.Set(node.Output[0], input);
        return null;
    }
}
