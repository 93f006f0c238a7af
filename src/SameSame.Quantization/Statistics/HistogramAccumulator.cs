using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SameSame.Quantization.Statistics;

/// <summary>
/// Counts a stream of values whose range is not known beforehand: when one does not fit, bins double their width and neighbours are merged, which
/// loses nothing but resolution. At least half of a side's bins are in use afterwards.
/// </summary>
public sealed class HistogramAccumulator
{
    /// <summary>Bins on each side of zero.</summary>
    public const int Side = 256;

    // Bins are powers of two wide, so that scaling by the inverse is exact; float32 has an inverse of this one.
    private const int LeastExponent = -100;

    // Behind the bins, one place a vector lane for exact zeros: neighbours that are both zero then wait for nobody's write.
    private readonly uint[] _counts = new uint[2 * Side + Vector256<float>.Count];
    private double _width;
    private long _zeros;

    /// <summary>The width that bins end up with when a stream's greatest magnitude is <paramref name="magnitude"/>, in whatever order the values came.</summary>
    /// <param name="magnitude">Positive and finite.</param>
    public static double WidthFor(double magnitude)
    {
        var width = Math.Pow(2, Math.Max(LeastExponent, Math.Ceiling(Math.Log2(magnitude)) - Math.Log2(Side)));
        return magnitude >= width * Side ? 2 * width : width;
    }

    /// <summary>Adds values of one channel.</summary>
    /// <param name="values">The values.</param>
    /// <param name="magnitude">Their greatest magnitude; finite.</param>
    public void Add(ReadOnlySpan<float> values, double magnitude)
    {
        if (!(magnitude > 0) || !double.IsFinite(magnitude))
        {
            _zeros += values.Length;
            return;
        }

        if (_width == 0)
            _width = WidthFor(magnitude);
        while (magnitude >= _width * Side)
            Double();
        var inverse = (float)(1 / _width);
        var whole = Count(values, inverse);
        foreach (var value in values[whole..])
        {
            if (value == 0)
                _zeros++;
            else
                _counts[Math.Clamp((int)MathF.Floor(value * inverse) + Side, 0, 2 * Side - 1)]++;
        }
    }

    // Eight values at a time, without a branch. Returns how many it counted.
    private int Count(ReadOnlySpan<float> values, float inverse)
    {
        if (!Vector256.IsHardwareAccelerated || values.Length < Vector256<float>.Count)
            return 0;
        var (least, most) = (Vector256<int>.Zero, Vector256.Create(2 * Side - 1));
        var (scale, middle, zeros) = (Vector256.Create(inverse), Vector256.Create(Side), Vector256<int>.Indices + Vector256.Create(2 * Side));
        var whole = values.Length - values.Length % Vector256<float>.Count;
        ref var first = ref MemoryMarshal.GetReference(values);
        ref var counts = ref MemoryMarshal.GetArrayDataReference(_counts);
        for (var n = 0; n < whole; n += Vector256<float>.Count)
        {
            var value = Vector256.LoadUnsafe(ref first, (nuint)n);
            var bin = Vector256.Min(Vector256.Max(Vector256.ConvertToInt32(Vector256.Floor(value * scale)) + middle, least), most);
            var places = Vector256.ConditionalSelect(Vector256.Equals(value, Vector256<float>.Zero).AsInt32(), zeros, bin).AsUInt64();
            // All of them lie in the array: bins by the clamp, zeros by their number. Two to a register is faster than eight through memory.
            CountTwo(ref counts, places.GetElement(0));
            CountTwo(ref counts, places.GetElement(1));
            CountTwo(ref counts, places.GetElement(2));
            CountTwo(ref counts, places.GetElement(3));
        }

        foreach (ref var count in _counts.AsSpan(2 * Side))
        {
            _zeros += count;
            count = 0;
        }

        return whole;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CountTwo(ref uint counts, ulong places)
    {
        Unsafe.Add(ref counts, (nint)(uint)places)++;
        Unsafe.Add(ref counts, (nint)(places >> 32))++;
    }

    /// <summary>What was counted.</summary>
    public ChannelHistogram Histogram()
    {
        // The places for zeros are empty between calls.
        var first = Array.FindIndex(_counts, c => c > 0);
        var last = Array.FindLastIndex(_counts, c => c > 0);
        return first < 0
            ? new ChannelHistogram(1, 0, [], _zeros)
            : new ChannelHistogram(_width, first - Side, [.. _counts[first..(last + 1)].Select(c => (long)c)], _zeros);
    }

    private void Double()
    {
        for (var n = 0; n < Side / 2; n++)
        {
            _counts[Side + n] = _counts[Side + 2 * n] + _counts[Side + 2 * n + 1];
            _counts[Side - 1 - n] = _counts[Side - 1 - 2 * n] + _counts[Side - 2 - 2 * n];
        }

        _counts.AsSpan(0, Side / 2).Clear();
        _counts.AsSpan(Side + Side / 2, Side / 2).Clear();
        _width *= 2;
    }
}
