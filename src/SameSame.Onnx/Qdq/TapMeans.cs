using SameSame.Onnx.Graph;
using SameSame.Quantization.Statistics;

namespace SameSame.Onnx.Qdq;

/// <summary>
/// <c>E[x]</c> of the value that each kernel tap of a layer meets, from sums over the regions of the layer's input: exact for any padding,
/// stride and dilation, since the mean of a linear function is the function of the mean.
/// </summary>
public static class TapMeans
{
    /// <summary>Row-major <c>[input channels, taps]</c>; null where the layer's geometry is not one or two spatial axes.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="sums">Mean over images of the sum over each region of the layer's input, <c>[channels, regions]</c>.</param>
    /// <param name="regions">The regions, as <see cref="TapRegions"/> made them for this layer, among others perhaps.</param>
    public static double[]? Compute(LinearLayer layer, double[] sums, PositionRegions regions)
    {
        if (sums.Length != layer.Inputs * regions.Count)
            return null;
        if (layer.IsMatrix)
            return Averages(sums, regions);
        if (layer.Dims.Length is not (3 or 4))
            return null;

        var axes = new TapAxis[2];
        axes[0] = layer.Dims.Length == 4 ? TapAxis.Of(layer, 0, regions.Rows.Length) : TapAxis.Single;
        axes[1] = TapAxis.Of(layer, layer.Dims.Length - 3, regions.Columns.Length);
        int[][] rows = Classes(axes[0], regions.Rows), columns = Classes(axes[1], regions.Columns);
        var means = new double[layer.Inputs * layer.Taps];
        var outputs = (double)axes[0].Outputs * axes[1].Outputs;
        for (var c = 0; c < layer.Inputs; c++)
        {
            for (var t = 0; t < layer.Taps; t++)
            {
                var sum = 0.0;
                foreach (var y in rows[t / axes[1].Taps])
                {
                    foreach (var x in columns[t % axes[1].Taps])
                        sum += sums[c * regions.Count + y * regions.ColumnClasses + x];
                }

                means[c * layer.Taps + t] = sum / outputs;
            }
        }

        return means;
    }

    // A tap touches all positions of a class or none.
    private static int[][] Classes(TapAxis axis, int[] classes) => [.. Enumerable.Range(0, axis.Taps).Select(t => axis.Touched(t).Select(p => classes[p]).Distinct().ToArray())];

    private static double[] Averages(double[] sums, PositionRegions regions)
    {
        var positions = (double)regions.Rows.Length * regions.Columns.Length;
        return [.. sums.Chunk(regions.Count).Select(s => s.Sum() / positions)];
    }
}
