using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Folding;

/// <summary>
/// Folds each BatchNormalization into the linear layer before it: with <c>g = gamma / sqrt(var + eps)</c>, <c>W[o] *= g[o]</c> and
/// <c>b[o] = (b[o] - mean[o]) g[o] + beta[o]</c> (Jacob et al., CVPR 2018, section 3.2). One that follows anything else stays.
/// </summary>
public static class BatchNormFolder
{
    /// <summary>Folds in place; returns how many were folded.</summary>
    public static int Fold(OnnxGraph graph)
    {
        var folded = 0;
        var producers = graph.Producers();
        foreach (var norm in graph.Nodes.Where(n => n.OpType == "BatchNormalization").ToList())
        {
            if (!producers.TryGetValue(norm.Input[0], out var producer) || graph.UseCount(norm.Input[0]) != 1 || norm.Int("training_mode", 0) != 0
                || LinearLayer.Of(graph, producer) is not { CanHaveBias: true } layer || BatchNormConstants.Read(graph, norm) is not { } constants)
            {
                continue;
            }

            FoldInto(graph, layer, constants);
            graph.Nodes.Remove(norm);
            producer.Output[0] = norm.Output[0];
            producers[norm.Output[0]] = producer;
            folded++;
        }

        graph.RemoveUnusedInitializers();
        return folded;
    }

    private static void FoldInto(OnnxGraph graph, LinearLayer layer, BatchNormConstants norm)
    {
        var weights = (float[])layer.ReadWeights(graph).Clone();
        var bias = layer.ReadBias(graph);
        var row = weights.Length / layer.Outputs;
        for (var o = 0; o < layer.Outputs; o++)
        {
            var gain = norm.Gain(o);
            for (var i = o * row; i < (o + 1) * row; i++)
                weights[i] = (float)(weights[i] * gain);
            bias[o] = (bias[o] - norm.Mean[o]) * gain + norm.Shift[o];
        }

        layer.WriteWeights(graph, weights);
        layer.WriteBias(graph, bias);
    }
}
