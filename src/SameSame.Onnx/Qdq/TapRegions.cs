using SameSame.Onnx.Graph;
using SameSame.Quantization.Statistics;

namespace SameSame.Onnx.Qdq;

/// <summary>Which positions of a tensor the layers that read it cannot tell apart: those that the same taps touch.</summary>
public static class TapRegions
{
    /// <summary>The regions; a single one where every layer is a matrix, or the geometry is not one or two spatial axes.</summary>
    /// <param name="layers">The layers that read the tensor.</param>
    /// <param name="spatial">Its spatial dimensions.</param>
    public static PositionRegions Of(IEnumerable<LinearLayer> layers, ReadOnlySpan<long> spatial)
    {
        var positions = 1;
        foreach (var size in spatial)
            positions *= (int)size;
        var rank = spatial.Length;
        List<LinearLayer> kernels = [.. layers.Where(l => l.Dims.Length == rank + 2 && !l.IsMatrix)];
        if (rank is not (1 or 2) || kernels.Count == 0)
            return PositionRegions.Whole(positions);
        var columns = Classes(kernels, rank - 1, (int)spatial[^1]);
        return new PositionRegions(rank == 2 ? Classes(kernels, 0, (int)spatial[0]) : [0], columns);
    }

    private static int[] Classes(List<LinearLayer> layers, int axis, int size)
    {
        var touching = Enumerable.Range(0, size).Select(_ => new List<(int Layer, int Tap)>()).ToArray();
        for (var l = 0; l < layers.Count; l++)
        {
            var taps = TapAxis.Of(layers[l], axis, size);
            for (var t = 0; t < taps.Taps; t++)
            {
                foreach (var position in taps.Touched(t))
                    touching[position].Add((l, t));
            }
        }

        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. touching.Select(t => string.Join(' ', t)).Select(key => numbers.TryGetValue(key, out var number) ? number : numbers[key] = numbers.Count)];
    }
}
