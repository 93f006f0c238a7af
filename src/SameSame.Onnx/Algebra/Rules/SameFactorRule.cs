using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Algebra.Rules;

/// <summary>Add, Sub, Sum, Min, Max: all inputs and the output share factors, channel by channel; a constant operand is scaled.</summary>
internal sealed class SameFactorRule : IChannelRule
{
    public IReadOnlyCollection<string> Operators { get; } = ["Add", "Sub", "Sum", "Min", "Max"];

    public string? Constrain(ConstraintContext context, NodeProto node)
    {
        var activations = node.Input.Where(i => context.Graph.Initializer(i) is null).ToList();
        var channels = activations.Select(context.Of).ToList();
        if (channels.Count == 0 || channels.Any(c => c is null || c.Length != channels[0]!.Length))
            return "the channels of its inputs are not known, or differ";
        if (activations.Any(a => context.Shapes[a]?.Length != context.Shapes[activations[0]]?.Length))
            return "its inputs differ in rank";
        if (node.Input.Select(context.Graph.Initializer).OfType<TensorProto>().Any(c => !Broadcasts(c, context.Shapes[activations[0]]!, channels[0]!.Length)))
            return "a constant operand does not broadcast along channels";
        foreach (var other in channels.Skip(1))
            context.Tie(channels[0]!, other!);
        context.Set(node.Output[0], channels[0]!);
        return null;
    }

    public void Rewrite(RewriteContext context, NodeProto node)
    {
        if (context.Of(node.Output[0]) is not { } factors || factors.All(f => f == 1))
            return;
        for (var i = 0; i < node.Input.Count; i++)
        {
            if (context.Graph.Initializer(node.Input[i]) is { } constant)
                Scale(context, node, i, constant, factors);
        }
    }

    // A constant may be a scalar, or have 1 or C at the channel axis and any size after it.
    private static bool Broadcasts(TensorProto constant, long[] shape, int channels)
    {
        var dims = constant.Dims;
        return dims.Count <= shape.Length && (dims.Count < shape.Length - 1 || dims[dims.Count - shape.Length + 1] is var d && (d == 1 || d == channels))
            && (dims.Count < shape.Length || dims[0] == 1);
    }

    private static void Scale(RewriteContext context, NodeProto node, int index, TensorProto constant, double[] factors)
    {
        var rank = context.BroadcastDims(node.Output[0], factors.Length).Length;
        var inner = constant.Dims.Skip(constant.Dims.Count - Math.Min(constant.Dims.Count, rank - 2)).Aggregate(1L, (a, b) => a * b);
        var values = constant.ToFloats();
        var perChannel = values.Length == inner * factors.Length && values.Length != inner;
        var scaled = new float[inner * factors.Length];
        for (var c = 0; c < factors.Length; c++)
        {
            for (var k = 0; k < inner; k++)
                scaled[c * inner + k] = (float)(values[perChannel ? c * inner + k : k] * factors[c]);
        }

        var tail = constant.Dims.Skip(constant.Dims.Count - Math.Min(constant.Dims.Count, rank - 2)).ToList();
        long[] dims = [1, factors.Length, .. Enumerable.Repeat(1L, rank - 2 - tail.Count), .. tail];
        context.Graph.SetConstantInput(node, index, dims, scaled);
    }
}
