using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;
using SameSame.Quantization.BiasCorrection;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;

namespace SameSame.Onnx.Qdq;

/// <summary>Quantizes the weights and bias of one linear layer, bias correction included.</summary>
internal static class LayerQuantizer
{
    /// <summary>
    /// Inserts the layer's dequantized constants before it; returns how many weight scales were widened for the bias, and the bias where it was corrected.
    /// </summary>
    /// <param name="nodes">Writer over the factorized graph.</param>
    /// <param name="layer">The layer in that graph.</param>
    /// <param name="scheme">Bits, granularity, bias correction.</param>
    /// <param name="ranges">Chooses the weights' range.</param>
    /// <param name="share">The share of that range that is covered.</param>
    /// <param name="input">Quantizer of the layer's input; null where that stays real, and then so does the bias.</param>
    /// <param name="tapMeans"><c>E[x]</c> under each tap with factors applied, or null where not known.</param>
    /// <param name="biasShift">What empirical correction adds to the bias, or null.</param>
    /// <param name="tapShifts"><c>E[Q(x) - x]</c> under each tap, or null where not known.</param>
    public static (int Widened, double[]? Corrected) Quantize(
        QdqNodes nodes, LinearLayer layer, QuantizationScheme scheme, ICalibrator ranges, double share, ActivationQuantizer? input, double[]? tapMeans, double[]? tapShifts, double[]? biasShift)
    {
        var graph = nodes.Graph;
        var weights = layer.ReadWeights(graph);
        var bias = layer.ReadBias(graph);
        // DequantizeLinear's axis cannot name the channels of a grouped ConvTranspose.
        var granularity = layer.ChannelAxis == 1 && layer.Groups > 1 ? Granularity.PerTensor : scheme.Granularity;
        var scales = WeightQuantizer.Scales(weights, layer.Outputs, scheme.Bits.Weights, granularity, ranges);
        for (var o = 0; o < scales.Length; o++)
            scales[o] *= (float)share;
        if (input is { } reads)
            WeightQuantizer.FitZeros(scales, weights, bias, reads.Scale);
        else
            WeightQuantizer.FitZeros(scales, weights, [], 1);
        var narrow = BiasQuantizer.NeedsAccumulatorScale(scheme.Bits);
        var widened = narrow && input is { } quantizer ? BiasQuantizer.WidenScales(scales, bias, quantizer.Scale) : 0;
        var codes = WeightQuantizer.Quantize(weights, layer.Outputs, scales, scheme.Bits.Weights);
        var corrected = scheme.BiasCorrection == AnalyticBiasCorrection.Name && layer.CanHaveBias && tapMeans is not null;
        if (corrected)
            AnalyticBiasCorrection.Correct(bias, weights, Dequantize(codes, scales, layer.Outputs), tapMeans, tapShifts, layer.Groups);

        for (var o = 0; o < bias.Length && biasShift is not null; o++)
            bias[o] += biasShift[o];
        var at = graph.Nodes.IndexOf(layer.Node);
        var name = nodes.Unique($"{layer.Output}.weight.dequantized");
        CheckScales(layer, scales);
        graph.Nodes.Insert(at++, nodes.Weights(name, layer.Dims, layer.ToOwnLayout(codes), scales, layer.ChannelAxis, scheme.Bits.Weights));
        layer.Node.Input[1] = name;
        if (!layer.CanHaveBias || !(corrected || biasShift is not null || layer.Node.InputOrNull(2) is not null))
            return (widened, null);
        var result = (widened, corrected || biasShift is not null ? bias : null);
        if (input is null)
        {
            layer.WriteBias(graph, bias);
            return result;
        }

        QuantizeBias(nodes, layer, bias, narrow ? BiasQuantizer.Steps(scales, input.Value.Scale) : BiasQuantizer.WideSteps(bias, scales, input.Value.Scale), at);
        return result;
    }

    private static void QuantizeBias(QdqNodes nodes, LinearLayer layer, double[] bias, double[] steps, int at)
    {
        int[] codes;
        try
        {
            codes = BiasQuantizer.Quantize(bias, steps);
        }
        catch (OverflowException e)
        {
            throw new OnnxFormatException($"layer '{layer.Name}': {e.Message}", e);
        }

        var name = nodes.Unique($"{layer.Output}.bias.dequantized");
        nodes.Graph.Nodes.Insert(at, nodes.Bias(name, codes, [.. (steps.Distinct().Count() == 1 ? steps[..1] : steps).Select(s => (float)s)]));
        while (layer.Node.Input.Count < 3)
            layer.Node.Input.Add("");
        layer.Node.Input[2] = name;
    }

    private static void CheckScales(LinearLayer layer, float[] scales)
    {
        if (scales.Any(s => !(s > 0) || !float.IsFinite(s)))
            throw new OnnxFormatException($"layer '{layer.Name}': its weights need a step of {scales.First(s => !(s > 0) || !float.IsFinite(s)):g3}, which float32 cannot compute with");
    }

    private static double[] Dequantize(short[] codes, float[] scales, int outputs)
    {
        var row = codes.Length / outputs;
        return [.. codes.Select((c, i) => c * (double)scales[scales.Length == 1 ? 0 : i / row])];
    }
}
