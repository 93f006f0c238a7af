using System.Numerics.Tensors;

namespace SameSame.Quantization.Statistics;

/// <summary>Gathers <see cref="ChannelStatistics"/> of one tensor.</summary>
public sealed class ChannelAccumulator : IChannelAccumulator
{
    private readonly double[] _min, _max, _sum, _squares;
    private readonly HistogramAccumulator[]? _histograms;
    private readonly int _positions;
    private long _images;

    /// <summary>An accumulator for tensors of <paramref name="channels"/> x <paramref name="positions"/> values an image.</summary>
    /// <param name="channels">Number of channels.</param>
    /// <param name="positions">Values of one channel in one image.</param>
    /// <param name="keep">What to keep.</param>
    public ChannelAccumulator(int channels, int positions, Kept keep)
    {
        _histograms = keep.HasFlag(Kept.Histograms) ? [.. Enumerable.Range(0, channels).Select(_ => new HistogramAccumulator())] : null;
        _positions = positions;
        _min = new double[channels];
        _max = new double[channels];
        _sum = new double[channels];
        _squares = new double[channels];
        Array.Fill(_min, double.PositiveInfinity);
        Array.Fill(_max, double.NegativeInfinity);
    }

    /// <summary>Number of images seen.</summary>
    public long Images => _images;

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<float> images)
    {
        var size = _min.Length * _positions;
        for (var first = 0; first < images.Length; first += size, _images++)
            AddMoments(images.Slice(first, size));
    }

    private void AddMoments(ReadOnlySpan<float> image)
    {
        for (var c = 0; c < _min.Length; c++)
        {
            var values = image.Slice(c * _positions, _positions);
            var (min, max) = ValueExtent.Of(values);
            _min[c] = Math.Min(_min[c], min);
            _max[c] = Math.Max(_max[c], max);
            _histograms?[c].Add(values, Math.Max(Math.Abs(min), Math.Abs(max)));
            _sum[c] += TensorPrimitives.Sum(values);
            _squares[c] += TensorPrimitives.SumOfSquares(values);
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
}
