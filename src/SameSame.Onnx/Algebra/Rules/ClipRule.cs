using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Algebra.Rules;

/// <summary>
/// Clip, and so ReLU6, exactly: <c>clip(s x, s lo, s hi) = s clip(x, lo, hi)</c>, with bounds per channel. Where all factors agree it stays
/// one Clip; else a lower bound of 0 becomes Relu, any other Max, and the upper bound Min, with [1, C, 1, 1] constants.
/// </summary>
internal sealed class ClipRule : IChannelRule
{
    public IReadOnlyCollection<string> Operators { get; } = ["Clip"];

    public string? Constrain(ConstraintContext context, NodeProto node)
    {
        if (ClipBounds.Read(context.Graph, node) is not { } bounds)
            return "its bounds are not constant scalars";
        if (bounds.Low > 0 || bounds.High < 0)
            return "its bounds exclude 0";
        if (context.Of(node.Input[0]) is not { } input)
            return "the channels of its input are not known";
        context.Set(node.Output[0], input);
        return null;
    }

    public void Rewrite(RewriteContext context, NodeProto node)
    {
        if (context.Of(node.Input[0]) is not { } factors || factors.All(f => f == 1) || ClipBounds.Read(context.Graph, node) is not { } bounds)
            return;
        if (factors.All(f => f == factors[0]))
        {
            ClipBounds.Write(context.Graph, node, bounds.Scale(factors[0]));
            return;
        }

        var at = context.Graph.Nodes.IndexOf(node);
        context.Graph.Nodes.RemoveAt(at);
        var output = node.Output[0];
        var lower = bounds.High < float.PositiveInfinity ? context.Graph.UniqueName($"{output}.lower") : output;
        var current = node.Input[0];
        if (bounds.Low > float.NegativeInfinity)
        {
            context.Graph.Nodes.Insert(at++, bounds.Low == 0
                ? NodeAttributes.Create("Relu", [current], lower)
                : NodeAttributes.Create("Max", [current, Constant(context, node, "lower_bound", factors, bounds.Low)], lower));
            current = lower;
        }

        if (bounds.High < float.PositiveInfinity)
            context.Graph.Nodes.Insert(at, NodeAttributes.Create("Min", [current, Constant(context, node, "upper_bound", factors, bounds.High)], output));
    }

    private static string Constant(RewriteContext context, NodeProto node, string suffix, double[] factors, double bound)
    {
        var name = context.Graph.UniqueName($"{node.Output[0]}.{suffix}");
        context.Graph.SetInitializer(TensorData.Floats(name, context.Dims(node.Input[0]).Select(d => (long)d), [.. factors.Select(f => (float)(f * bound))]));
        return name;
    }
}
