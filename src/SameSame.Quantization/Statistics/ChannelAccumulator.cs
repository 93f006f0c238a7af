using System.Numerics.Tensors;

namespace SameSame.Quantization.Statistics;

/// <summary>Gathers <see cref="ChannelStatistics"/> and the mean image of one tensor in a stream; memory does not grow with images.</summary>
public sealed class ChannelAccumulator
{
    private readonly double[] _min, _max, _sum, _squares;
    // A piece of the mean map stays in the first-level cache while all images of a batch are added to it.
    private const int Piece = 1024;
    private readonly double[]? _meanMap;
    private readonly HistogramAccumulator[]? _histograms;
    private readonly Kept _keep;
    private readonly int _positions;
    private long _images;

    /// <summary>An accumulator for tensors of <paramref name="channels"/> x <paramref name="positions"/> values an image.</summary>
    /// <param name="channels">Number of channels.</param>
    /// <param name="positions">Values of one channel in one image.</param>
    /// <param name="keep">What to keep.</param>
    public ChannelAccumulator(int channels, int positions, Kept keep)
    {
        _keep = keep;
        _histograms = keep.HasFlag(Kept.Histograms) ? [.. Enumerable.Range(0, channels).Select(_ => new HistogramAccumulator())] : null;
        _positions = positions;
        _min = new double[channels];
        _max = new double[channels];
        _sum = new double[channels];
        _squares = new double[channels];
        _meanMap = keep.HasFlag(Kept.MeanMap) ? new double[channels * positions] : null;
        Array.Fill(_min, double.PositiveInfinity);
        Array.Fill(_max, double.NegativeInfinity);
    }

    /// <summary>Number of images seen.</summary>
    public long Images => _images;

    /// <summary>Adds images, row-major <c>[images, channels, positions]</c>.</summary>
    public void Add(ReadOnlySpan<float> images)
    {
        var size = _min.Length * _positions;
        for (var first = 0; first < images.Length && _keep.HasFlag(Kept.Moments); first += size)
            AddMoments(images.Slice(first, size));
        if (_meanMap is not null)
            AddToMap(images, size);
        _images += images.Length / size;
    }

    private void AddMoments(ReadOnlySpan<float> image)
    {
        for (var c = 0; c < _min.Length; c++)
        {
            var values = image.Slice(c * _positions, _positions);
            var (min, max) = (TensorPrimitives.Min(values), TensorPrimitives.Max(values));
            _min[c] = Math.Min(_min[c], min);
            _max[c] = Math.Max(_max[c], max);
            _histograms?[c].Add(values, Math.Max(Math.Abs(min), Math.Abs(max)));
            _sum[c] += TensorPrimitives.Sum(values);
            _squares[c] += TensorPrimitives.SumOfSquares(values);
        }
    }

    private void AddToMap(ReadOnlySpan<float> images, int size)
    {
        Span<double> widened = stackalloc double[Piece];
        for (var from = 0; from < size; from += Piece)
        {
            var map = _meanMap.AsSpan(from, Math.Min(Piece, size - from));
            for (var first = 0; first < images.Length; first += size)
            {
                TensorPrimitives.ConvertTruncating<float, double>(images.Slice(first + from, map.Length), widened);
                TensorPrimitives.Add(map, widened[..map.Length], map);
            }
        }
    }

    /// <summary>The statistics of all images added.</summary>
    public ChannelStatistics Statistics()
    {
        var n = (double)_images * _positions;
        return new ChannelStatistics([.. _min], [.. _max], [.. _sum.Select(s => s / n)], [.. _squares.Select(s => s / n)])
        {
            Histograms = _histograms is null ? null : [.. _histograms.Select(h => h.Histogram())],
        };
    }

    /// <summary>The mean over images, <c>[channels, positions]</c>.</summary>
    /// <exception cref="InvalidOperationException">It was not kept.</exception>
    public double[] MeanMap() => [.. (_meanMap ?? throw new InvalidOperationException("no mean map was kept")).Select(s => s / _images)];
}
