using SameSame.Onnx.Graph;

namespace SameSame.Onnx.Qdq;

/// <summary>
/// <c>E[x]</c> of the value that each kernel tap of a layer meets, from the mean image of the layer's input: exact for any padding,
/// stride and dilation, since the mean of a linear function is the function of the mean.
/// </summary>
public static class TapMeans
{
    /// <summary>Row-major <c>[input channels, taps]</c>; null where the layer's geometry is not one or two spatial axes.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="meanMap">Mean image of its input, <c>[channels, positions]</c>.</param>
    /// <param name="spatial">Spatial dimensions of the input; empty for a matrix.</param>
    public static double[]? Compute(LinearLayer layer, double[] meanMap, ReadOnlySpan<long> spatial)
    {
        if (meanMap.Length % layer.Inputs != 0)
            return null;
        if (layer.Node.OpType is "Gemm" or "MatMul")
            return Averages(meanMap, layer.Inputs);
        if (spatial.Length is not (1 or 2) || layer.Dims.Length != spatial.Length + 2)
            return null;

        var axes = new TapAxis[2];
        axes[0] = spatial.Length == 2 ? TapAxis.Of(layer, 0, (int)spatial[0]) : TapAxis.Single;
        axes[1] = TapAxis.Of(layer, spatial.Length - 1, (int)spatial[^1]);
        var means = new double[layer.Inputs * layer.Taps];
        var positions = meanMap.Length / layer.Inputs;
        var outputs = (double)axes[0].Outputs * axes[1].Outputs;
        for (var c = 0; c < layer.Inputs; c++)
        {
            for (var t = 0; t < layer.Taps; t++)
            {
                var sum = 0.0;
                foreach (var y in axes[0].Touched(t / axes[1].Taps))
                {
                    foreach (var x in axes[1].Touched(t % axes[1].Taps))
                        sum += meanMap[c * positions + y * axes[1].Inputs + x];
                }

                means[c * layer.Taps + t] = sum / outputs;
            }
        }

        return means;
    }

    private static double[] Averages(double[] meanMap, int channels)
    {
        var positions = meanMap.Length / channels;
        return [.. Enumerable.Range(0, channels).Select(c => meanMap.AsSpan(c * positions, positions).ToArray().Average())];
    }
}
