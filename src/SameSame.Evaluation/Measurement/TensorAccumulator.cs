using SameSame.Quantization.Statistics;

namespace SameSame.Evaluation.Measurement;

/// <summary>Streams a tensor into a <see cref="ChannelAccumulator"/>, wherever its channels lie: axis 1 of a feature map, the last of a token's vector.</summary>
public sealed class TensorAccumulator
{
    private readonly ChannelAccumulator _accumulator;
    private readonly int[]? _order;
    private readonly float[] _scratch;

    /// <summary>An accumulator for tensors like one of shape <paramref name="dims"/>.</summary>
    /// <param name="dims">The tensor, batch first.</param>
    /// <param name="channels">One entry an axis: its size or period where the channel depends on it, else 1.</param>
    /// <param name="keep">What to keep.</param>
    public TensorAccumulator(long[] dims, int[] channels, Kept keep)
    {
        var size = (int)dims.Skip(1).Aggregate(1L, (a, b) => a * b);
        var count = channels.Skip(1).Aggregate(1, (a, b) => a * b);
        (Spatial, _scratch) = ([.. dims.Skip(2)], new float[size]);
        _accumulator = new ChannelAccumulator(count, size / count, keep);
        // Channels that are contiguous need no reordering.
        var first = Array.FindIndex(channels, c => c > 1);
        if (first >= 0 && (first != 1 || channels.Skip(2).Any(c => c > 1)))
            _order = Order(dims, channels, size, count);
    }

    /// <summary>Sizes of the axes after the second.</summary>
    public long[] Spatial { get; }

    /// <summary>One channel an index of <paramref name="axis"/>.</summary>
    public static int[] Along(int rank, int axis, long[] dims) => [.. Enumerable.Range(0, rank).Select(a => a == axis ? (int)dims[a] : 1)];

    /// <summary>Adds the first <paramref name="count"/> images of a batch.</summary>
    public void Add(long[] dims, ReadOnlySpan<float> values, int count)
    {
        count = (int)Math.Min(count, dims[0]);
        if (_order is null)
        {
            _accumulator.Add(values[..(count * _scratch.Length)]);
            return;
        }

        for (var i = 0; i < count; i++)
        {
            var image = values.Slice(i * _scratch.Length, _scratch.Length);
            for (var n = 0; n < _order.Length; n++)
                _scratch[_order[n]] = image[n];
            _accumulator.Add(_scratch);
        }
    }

    /// <inheritdoc cref="ChannelAccumulator.Statistics"/>
    public ChannelStatistics Statistics() => _accumulator.Statistics();

    /// <inheritdoc cref="ChannelAccumulator.MeanMap"/>
    public double[] MeanMap() => _accumulator.MeanMap();

    // Where each element goes so that a channel's positions lie together.
    private static int[] Order(long[] dims, int[] channels, int size, int count)
    {
        var (order, filled, index) = (new int[size], new int[count], new int[dims.Length]);
        for (var n = 0; n < size; n++)
        {
            var channel = 0;
            for (var a = 1; a < dims.Length; a++)
                channel = channel * channels[a] + index[a] % channels[a];
            order[n] = channel * (size / count) + filled[channel]++;
            for (var a = dims.Length - 1; a >= 1 && ++index[a] == dims[a]; a--)
                index[a] = 0;
        }

        return order;
    }
}
