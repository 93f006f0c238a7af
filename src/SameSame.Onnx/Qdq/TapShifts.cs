using SameSame.Onnx.Graph;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;

namespace SameSame.Onnx.Qdq;

/// <summary>
/// <c>E[Q(x) - x]</c> under each kernel tap of a layer: what rounding and clipping its input do to the mean, from the channels' histograms. It is not zero
/// where a channel has few steps to itself or where many values sit on a bound, as ReLU6's do.
/// </summary>
internal static class TapShifts
{
    // Values within one bin of a histogram are taken as spread evenly over this many places.
    private const int PerBin = 4;

    /// <summary>Row-major <c>[inputs, taps]</c>; null where the input's own statistics are not known.</summary>
    public static double[]? Of(Network network, LinearLayer layer, ModelStatistics statistics, Factorization factorization, ActivationQuantizer quantizer)
    {
        if (!statistics.Tensors.TryGetValue(layer.Input, out var input) || input.Histograms is null || input.Channels != layer.Inputs)
            return null;
        var classes = network.Analysis.InputClasses(layer);
        var shifts = input.Histograms.Select((h, i) => Shift(h.Scale(factorization.Factors[classes[i]]), quantizer)).ToArray();
        var inside = Inside(network, layer);
        return [.. Enumerable.Range(0, layer.Inputs * layer.Taps).Select(n => shifts[n / layer.Taps] * (inside?[n] ?? 1))];
    }

    /// <summary>The mean shift of one channel.</summary>
    internal static double Shift(ChannelHistogram histogram, ActivationQuantizer quantizer)
    {
        double sum = 0, count = histogram.Zeros;
        for (var n = 0; n < histogram.Counts.Length; n++)
        {
            count += histogram.Counts[n];
            for (var k = 0; k < PerBin && histogram.Counts[n] > 0; k++)
            {
                var x = (histogram.First + n + (k + 0.5) / PerBin) * histogram.Width;
                sum += histogram.Counts[n] * (quantizer.Dequantize(quantizer.Quantize(x)) - x) / PerBin;
            }
        }

        return count > 0 ? sum / count : 0;
    }

    // The share of output positions at which a tap lies inside the image: the tap means of an image of ones.
    private static double[]? Inside(Network network, LinearLayer layer)
    {
        if (network.Analysis.Shapes[layer.Input] is not { Length: > 2 } dims || dims[2..].Any(d => d <= 0))
            return null;
        var regions = TapRegions.Of([layer], dims[2..]);
        var sizes = regions.Sizes;
        return TapMeans.Compute(layer, [.. Enumerable.Range(0, layer.Inputs).SelectMany(_ => sizes)], regions);
    }
}
