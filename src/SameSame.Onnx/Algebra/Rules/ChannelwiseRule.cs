using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Algebra.Rules;

/// <summary>
/// Positively homogeneous operators, <c>f(s x) = s f(x)</c> for s > 0, that act on each element alone or on windows of positions of one channel: the
/// output's factors are the input's and nothing is rewritten.
/// </summary>
internal sealed class ChannelwiseRule : IChannelRule
{
    private static readonly HashSet<string> Windows = new(StringComparer.Ordinal) { "MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool" };

    public IReadOnlyCollection<string> Operators { get; } = ["Relu", "LeakyRelu", "PRelu", "Abs", "Neg", "Identity", "Dropout", .. Windows];

    public string? Constrain(ConstraintContext context, NodeProto node)
    {
        if (node.OpType == "PRelu" && context.Graph.Initializer(node.Input[1]) is null)
            return "its slope is not constant";
        if (context.Of(node.Input[0]) is not { } input)
            return "the shape of its input is not known";
        if (Windows.Contains(node.OpType) && !input.DependsOnlyOn(0, 1))
            return "the factors of its input depend on positions that it mixes";
        if (node.Output.Skip(1).Any(o => o.Length > 0 && context.Graph.UseCount(o) > 0))
            return "a second output is used";
        context.Set(node.Output[0], input);
        return null;
    }
}
