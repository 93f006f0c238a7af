using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Algebra.Rules;

/// <summary>
/// A linear layer frees its output: <c>W[o,i] *= s_out[o] / s_in[i]</c>, <c>b[o] *= s_out[o]</c>. A MatMul of two activations frees nothing, but where one
/// side has factor 1 (attention weights out of Softmax) the other's factors pass through.
/// </summary>
internal sealed class LinearRule : IChannelRule
{
    public IReadOnlyCollection<string> Operators { get; } = ["Conv", "ConvTranspose", "Gemm", "MatMul"];

    public string? Constrain(ConstraintContext context, NodeProto node)
    {
        if (LinearLayer.Of(context.Graph, node) is not { } layer)
            return node.OpType == "MatMul" ? Product(context, node) : "its weights are not constant, or of a form without an output channel axis";
        if (layer.CanHaveBias && node.InputOrNull(2) is { } bias && context.Graph.Initializer(bias) is null)
            return "its bias is not constant";
        if (context.Of(layer.Input) is not { } input || context.Shapes[layer.Output] is not { } shape)
            return "the shape of its input is not known";
        var axis = node.OpType == "MatMul" ? input.Rank - 1 : 1;
        if (!input.DependsOnlyOn(axis) || (input.Dims[axis] != 1 && input.Dims[axis] != layer.Inputs))
            return "the factors of its input depend on more than its input channels";
        context.Free(layer.Output, node.OpType == "MatMul" ? shape.Length - 1 : 1, layer.Outputs);
        context.Layers.Add(layer);
        return null;
    }

    public void Rewrite(RewriteContext context, NodeProto node)
    {
        if (LinearLayer.Of(context.Graph, node) is not { } layer)
            return;
        double[] input = context.Along(layer.Input, layer.Inputs), output = context.Along(layer.Output, layer.Outputs);
        if (input.All(f => f == 1) && output.All(f => f == 1))
            return;
        var weights = (float[])layer.ReadWeights(context.Graph).Clone();
        var outputsPerGroup = layer.Outputs / layer.Groups;
        Parallel.For(0, layer.Outputs, o =>
        {
            for (var i = 0; i < layer.InputsPerGroup; i++)
            {
                var factor = output[o] / input[o / outputsPerGroup * layer.InputsPerGroup + i];
                foreach (ref var weight in weights.AsSpan((o * layer.InputsPerGroup + i) * layer.Taps, layer.Taps))
                    weight = (float)(weight * factor);
            }
        });

        layer.WriteWeights(context.Graph, weights);
        if (layer.CanHaveBias && node.InputOrNull(2) is not null)
            layer.WriteBias(context.Graph, layer.ReadBias(context.Graph).Select((b, o) => b * output[o]));
    }

    private static string? Product(ConstraintContext context, NodeProto node)
    {
        if (context.Of(node.Input[0]) is not { } a || context.Of(node.Input[1]) is not { } b || context.Shapes[node.Output[0]] is not { } shape || a.Rank < 2 || b.Rank < 2)
            return "its weights are computed, and the shapes of its inputs are not known";
        if (context.IsPinned(node.Input[0]) && b.Dims[^2] == 1)
            context.Set(node.Output[0], b.AlignedTo(shape.Length));
        else if (context.IsPinned(node.Input[1]) && a.Dims[^1] == 1)
            context.Set(node.Output[0], a.AlignedTo(shape.Length));
        else
            return "both operands are computed";
        return null;
    }
}
