using SameSame.Quantization.Statistics;

namespace SameSame.Evaluation.Measurement;

/// <summary>Streams a tensor into an accumulator of channels, wherever they lie: axis 1 of a feature map, the last of a token's vector.</summary>
/// <typeparam name="T">The accumulator.</typeparam>
public sealed class TensorAccumulator<T>
    where T : IChannelAccumulator
{
    private readonly int[]? _order;
    private readonly float[] _scratch;

    /// <summary>An accumulator for tensors like one of shape <paramref name="dims"/>.</summary>
    /// <param name="dims">The tensor, batch first.</param>
    /// <param name="channels">One entry an axis: its size or period where the channel depends on it, else 1.</param>
    /// <param name="create">Makes the accumulator, given the number of channels and of values of one channel in an image.</param>
    public TensorAccumulator(long[] dims, int[] channels, Func<int, int, T> create)
    {
        var size = (int)dims.Skip(1).Aggregate(1L, (a, b) => a * b);
        var count = channels.Skip(1).Aggregate(1, (a, b) => a * b);
        _scratch = new float[size];
        Channels = create(count, size / count);
        // Channels that are contiguous need no reordering.
        var first = Array.FindIndex(channels, c => c > 1);
        if (first >= 0 && (first != 1 || channels.Skip(2).Any(c => c > 1)))
            _order = Order(dims, channels, size, count);
    }

    /// <summary>The accumulator.</summary>
    public T Channels { get; }

    /// <summary>Adds the first <paramref name="count"/> images of a batch.</summary>
    public void Add(long[] dims, ReadOnlySpan<float> values, int count)
    {
        count = (int)Math.Min(count, dims[0]);
        if (_order is null)
        {
            Channels.Add(values[..(count * _scratch.Length)]);
            return;
        }

        for (var i = 0; i < count; i++)
        {
            var image = values.Slice(i * _scratch.Length, _scratch.Length);
            for (var n = 0; n < _order.Length; n++)
                _scratch[_order[n]] = image[n];
            Channels.Add(_scratch);
        }
    }

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
