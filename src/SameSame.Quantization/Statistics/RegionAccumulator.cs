using System.Numerics.Tensors;

namespace SameSame.Quantization.Statistics;

/// <summary>Sums of each channel over each region, in a stream of images.</summary>
/// <param name="channels">Number of channels.</param>
/// <param name="regions">The regions of a channel's positions.</param>
public sealed class RegionAccumulator(int channels, PositionRegions regions) : IChannelAccumulator
{
    // Merging the rows of one class pays for rows of some length; short ones are kept apart, which is one long sum.
    private const int LeastWidth = 64;
    private const int Piece = 1024;

    private readonly int _width = regions.Count == 1 ? 1 : regions.Columns.Length;
    private readonly int[] _rows = regions.Count == 1 || regions.Columns.Length >= LeastWidth ? regions.Rows : [.. Enumerable.Range(0, regions.Rows.Length)];
    // [channels, kept rows, columns]; columns are taken apart at the end.
    private readonly double[] _sums = new double[channels
        * (regions.Count == 1 ? 1 : regions.Columns.Length * (regions.Columns.Length >= LeastWidth ? regions.RowClasses : regions.Rows.Length))];
    private readonly float[] _merged = new float[regions.RowClasses * regions.Columns.Length];
    private long _images;

    /// <summary>The regions.</summary>
    public PositionRegions Regions => regions;

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<float> images)
    {
        var size = channels * regions.Rows.Length * regions.Columns.Length;
        for (var first = 0; first < images.Length; first += size, _images++)
            AddImage(images.Slice(first, size));
    }

    /// <summary>The sum over a region's positions, mean over images: row-major <c>[channels, regions]</c>.</summary>
    public double[] Means()
    {
        var means = new double[channels * regions.Count];
        var kept = _sums.Length / channels / _width;
        for (var n = 0; n < _sums.Length; n++)
        {
            var (channel, row, column) = (n / _width / kept, n / _width % kept, n % _width);
            var rowClass = kept == regions.Rows.Length ? regions.Rows[row] : row;
            means[channel * regions.Count + rowClass * regions.ColumnClasses + regions.Columns[column]] += _sums[n] / _images;
        }

        return means;
    }

    private void AddImage(ReadOnlySpan<float> image)
    {
        if (_sums.Length == image.Length && regions.Count > 1)
        {
            Widen(image, _sums);
            return;
        }

        var positions = image.Length / channels;
        for (var c = 0; c < channels; c++)
        {
            var values = image.Slice(c * positions, positions);
            if (regions.Count == 1)
                _sums[c] += TensorPrimitives.Sum(values);
            else
                AddRows(values, _sums.AsSpan(c * _merged.Length, _merged.Length));
        }
    }

    private void AddRows(ReadOnlySpan<float> values, Span<double> sums)
    {
        Array.Clear(_merged);
        for (var y = 0; y < _rows.Length; y++)
        {
            var row = _merged.AsSpan(_rows[y] * _width, _width);
            TensorPrimitives.Add(row, values.Slice(y * _width, _width), row);
        }

        Widen(_merged, sums);
    }

    private static void Widen(ReadOnlySpan<float> values, Span<double> sums)
    {
        Span<double> widened = stackalloc double[Piece];
        for (var from = 0; from < values.Length; from += Piece)
        {
            var sum = sums.Slice(from, Math.Min(Piece, values.Length - from));
            TensorPrimitives.ConvertTruncating<float, double>(values.Slice(from, sum.Length), widened);
            TensorPrimitives.Add(sum, widened[..sum.Length], sum);
        }
    }
}
