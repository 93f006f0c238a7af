using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Algebra.Rules;

/// <summary>A linear layer frees its output: <c>W[o,i] *= s_out[o] / s_in[i]</c>, <c>b[o] *= s_out[o]</c>.</summary>
internal sealed class LinearRule : IChannelRule
{
    public IReadOnlyCollection<string> Operators { get; } = ["Conv", "ConvTranspose", "Gemm", "MatMul"];

    public string? Constrain(ConstraintContext context, NodeProto node)
    {
        if (LinearLayer.Of(context.Graph, node) is not { } layer)
            return "its weights are not constant, or of a form without an output channel axis";
        if (layer.CanHaveBias && node.InputOrNull(2) is { } bias && context.Graph.Initializer(bias) is null)
            return "its bias is not constant";
        if (node.OpType is "Gemm" or "MatMul" && context.Shapes[layer.Input] is not { Length: 2 })
            return "its input is not a matrix with one row an image";
        if (context.Of(layer.Input) is not { } input || input.Length != layer.Inputs)
            return "the channels of its input are not known";
        context.Fresh(layer.Output, layer.Outputs);
        context.Layers.Add(layer);
        return null;
    }

    public void Rewrite(RewriteContext context, NodeProto node)
    {
        if (LinearLayer.Of(context.Graph, node) is not { } layer)
            return;
        var input = context.Of(layer.Input);
        var output = context.Of(layer.Output);
        if ((input is null || input.All(f => f == 1)) && (output is null || output.All(f => f == 1)))
            return;
        var weights = (float[])layer.ReadWeights(context.Graph).Clone();
        var outputsPerGroup = layer.Outputs / layer.Groups;
        for (var o = 0; o < layer.Outputs; o++)
        {
            for (var i = 0; i < layer.InputsPerGroup; i++)
            {
                var factor = (output?[o] ?? 1) / (input?[o / outputsPerGroup * layer.InputsPerGroup + i] ?? 1);
                var start = (o * layer.InputsPerGroup + i) * layer.Taps;
                for (var t = start; t < start + layer.Taps; t++)
                    weights[t] = (float)(weights[t] * factor);
            }
        }

        layer.WriteWeights(context.Graph, weights);
        if (output is not null && node.InputOrNull(2) is not null)
            layer.WriteBias(context.Graph, layer.ReadBias(context.Graph).Select((b, o) => b * output[o]));
    }
}
