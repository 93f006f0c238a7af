using SameSame.Onnx.Folding;
using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Algebra.Rules;

/// <summary>
/// A BatchNormalization that could not be folded is a per-channel linear operator: it frees its output. The scaled input has mean
/// <c>s_in * mean</c>; gamma takes <c>s_out / s_in</c>, beta takes <c>s_out</c>.
/// </summary>
internal sealed class BatchNormalizationRule : IChannelRule
{
    public IReadOnlyCollection<string> Operators { get; } = ["BatchNormalization"];

    public string? Constrain(ConstraintContext context, NodeProto node)
    {
        if (BatchNormConstants.Read(context.Graph, node) is not { } constants || node.Int("training_mode", 0) != 0)
            return "its statistics are not constant";
        if (context.Of(node.Input[0]) is not { Rank: >= 2 } input || !input.DependsOnlyOn(1))
            return "the channels of its input are not known";
        context.Free(node.Output[0], 1, constants.Scale.Length);
        return null;
    }

    public void Rewrite(RewriteContext context, NodeProto node)
    {
        if (BatchNormConstants.Read(context.Graph, node) is not { } norm)
            return;
        double[] input = context.Along(node.Input[0], norm.Scale.Length), output = context.Along(node.Output[0], norm.Scale.Length);
        Set(context, node, 1, norm.Scale, i => output[i] / input[i]);
        Set(context, node, 2, norm.Shift, i => output[i]);
        Set(context, node, 3, norm.Mean, i => input[i]);
    }

    private static void Set(RewriteContext context, NodeProto node, int index, float[] values, Func<int, double> factor) =>
        context.Graph.SetConstantInput(node, index, [values.Length], [.. values.Select((v, i) => (float)(v * factor(i)))]);
}
