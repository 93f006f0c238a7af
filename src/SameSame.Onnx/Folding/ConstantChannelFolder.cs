using SameSame.Onnx.Graph;
using SameSame.Onnx.Shapes;

namespace SameSame.Onnx.Folding;

/// <summary>
/// Folds channels that are provably constant, whatever the image, into the biases of the layers that read them: <c>b[o] += sum_t W[o,i,t] v</c>,
/// <c>W[:,i] = 0</c>. Weights and bias of channels that nothing reads any more become zero, so that they stretch no range. The function stays the same.
/// </summary>
/// <remarks>
/// Trained networks have such channels: weight decay takes a filter to zero and ReLU keeps what BatchNorm's shift makes of it at one value.
/// Proven from weights and biases only; a channel that merely never moved on the calibration images is left alone.
/// </remarks>
public static class ConstantChannelFolder
{
    /// <summary>Folds in place, after BatchNorm.</summary>
    /// <returns>The number of constant channels whose readers were freed of them.</returns>
    public static int Fold(OnnxGraph graph)
    {
        var shapes = ShapeInference.Infer(graph);
        var intervals = ChannelIntervals.Of(graph, shapes);
        var folded = new HashSet<(string Tensor, int Channel)>();
        foreach (var layer in LinearLayer.All(graph).Where(l => l.CanHaveBias && intervals[l.Input]?.Length == l.Inputs))
            FoldInto(graph, layer, i => intervals[layer.Input]![i] is { } x && x.Min == x.Max && (x.Min == 0 || !ChannelIntervals.IsPadded(layer.Node)) ? x.Min : null, folded);
        if (folded.Count > 0)
            Clear(graph, shapes);
        return folded.Count;
    }

    private static void FoldInto(OnnxGraph graph, LinearLayer layer, Func<int, double?> constant, HashSet<(string Tensor, int Channel)> folded)
    {
        if (layer.Node.OpType == "ConvTranspose" || !Enumerable.Range(0, layer.Inputs).Any(i => constant(i) is not null))
            return;
        var weights = (float[])layer.ReadWeights(graph).Clone();
        var bias = layer.ReadBias(graph);
        var before = folded.Count;
        for (var o = 0; o < layer.Outputs; o++)
        {
            for (var i = 0; i < layer.InputsPerGroup; i++)
            {
                var channel = o / (layer.Outputs / layer.Groups) * layer.InputsPerGroup + i;
                var taps = weights.AsSpan((o * layer.InputsPerGroup + i) * layer.Taps, layer.Taps);
                if (constant(channel) is not { } value || !taps.ContainsAnyExcept(0f))
                    continue;
                foreach (var w in taps)
                    bias[o] += w * value;
                taps.Clear();
                folded.Add((layer.Input, channel));
            }
        }

        if (folded.Count == before)
            return;
        layer.WriteWeights(graph, weights);
        layer.WriteBias(graph, bias);
    }

    private static void Clear(OnnxGraph graph, TensorShapes shapes)
    {
        var read = UnreadChannels.Find(graph, shapes);
        foreach (var layer in LinearLayer.All(graph).Where(l => l.Node.OpType is "Conv" or "Gemm"))
        {
            if (!read.TryGetValue(layer.Output, out var channels) || channels.Length != layer.Outputs || !channels.Contains(false))
                continue;
            var weights = (float[])layer.ReadWeights(graph).Clone();
            var bias = layer.ReadBias(graph);
            var row = weights.Length / layer.Outputs;
            for (var o = 0; o < layer.Outputs; o++)
            {
                if (channels[o])
                    continue;
                weights.AsSpan(o * row, row).Clear();
                bias[o] = 0;
            }

            layer.WriteWeights(graph, weights);
            layer.WriteBias(graph, bias);
        }
    }
}
