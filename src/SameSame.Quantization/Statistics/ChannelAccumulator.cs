using System.Numerics.Tensors;

namespace SameSame.Quantization.Statistics;

/// <summary>Gathers <see cref="ChannelStatistics"/> and the mean image of one tensor in a stream; memory does not grow with images.</summary>
public sealed class ChannelAccumulator
{
    private readonly double[] _min, _max, _sum, _squares, _meanMap;
    private readonly HistogramAccumulator[]? _histograms;
    private readonly int _positions;
    private long _images;

    /// <summary>An accumulator for tensors of <paramref name="channels"/> x <paramref name="positions"/> values an image.</summary>
    /// <param name="channels">Number of channels.</param>
    /// <param name="positions">Values of one channel in one image.</param>
    /// <param name="histograms">Whether to keep a histogram of each channel, 2 KB a channel.</param>
    public ChannelAccumulator(int channels, int positions, bool histograms = false)
    {
        _histograms = histograms ? [.. Enumerable.Range(0, channels).Select(_ => new HistogramAccumulator())] : null;
        _positions = positions;
        _min = new double[channels];
        _max = new double[channels];
        _sum = new double[channels];
        _squares = new double[channels];
        _meanMap = new double[channels * positions];
        Array.Fill(_min, double.PositiveInfinity);
        Array.Fill(_max, double.NegativeInfinity);
    }

    /// <summary>Number of images seen.</summary>
    public long Images => _images;

    /// <summary>Adds one image, row-major <c>[channels, positions]</c>.</summary>
    public void Add(ReadOnlySpan<float> image)
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
            var map = _meanMap.AsSpan(c * _positions, _positions);
            for (var p = 0; p < values.Length; p++)
                map[p] += values[p];
        }

        _images++;
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
    public double[] MeanMap() => [.. _meanMap.Select(s => s / _images)];
}
