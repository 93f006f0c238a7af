using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Algebra.Rules;

/// <summary>
/// Operators that are positively homogeneous and act on each channel alone, <c>f(s x) = s f(x)</c> for s > 0: the output's factors are
/// the input's and nothing is rewritten.
/// </summary>
internal sealed class ChannelwiseRule : IChannelRule
{
    public IReadOnlyCollection<string> Operators { get; } =
    [
        "Relu", "LeakyRelu", "PRelu", "Abs", "Identity", "Dropout", "MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool",
    ];

    public string? Constrain(ConstraintContext context, NodeProto node)
    {
        if (node.OpType == "PRelu" && context.Graph.Initializer(node.Input[1]) is null)
            return "its slope is not constant";
        if (context.Of(node.Input[0]) is not { } input)
            return "the channels of its input are not known";
        if (node.Output.Skip(1).Any(o => o.Length > 0 && context.Graph.UseCount(o) > 0))
            return "a second output is used";
        context.Set(node.Output[0], input);
        return null;
    }
}
