using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SameSame.Quantization.Statistics;

/// <summary>Least and greatest of a run of values in one pass: what <c>TensorPrimitives</c> takes two slower ones for, because it tells -0 from 0.</summary>
internal static class ValueExtent
{
    /// <summary>Both; NaN where one of the values is, infinities the other way round where there are none.</summary>
    public static (float Min, float Max) Of(ReadOnlySpan<float> values)
    {
        var (min, max) = (float.PositiveInfinity, float.NegativeInfinity);
        var n = 0;
        if (Vector256.IsHardwareAccelerated && values.Length >= Vector256<float>.Count)
        {
            var (least, most, numbers) = (Vector256.Create(min), Vector256.Create(max), Vector256<float>.AllBitsSet);
            ref var first = ref MemoryMarshal.GetReference(values);
            for (; n <= values.Length - Vector256<float>.Count; n += Vector256<float>.Count)
            {
                var value = Vector256.LoadUnsafe(ref first, (nuint)n);
                // The machine's own instructions; what they make of NaN does not matter.
                least = Vector256.MinNative(least, value);
                most = Vector256.MaxNative(most, value);
                numbers &= Vector256.Equals(value, value);
            }

            if (numbers.AsInt32() != Vector256<int>.AllBitsSet)
                return (float.NaN, float.NaN);
            for (var lane = 0; lane < Vector256<float>.Count; lane++)
                (min, max) = (Math.Min(min, least[lane]), Math.Max(max, most[lane]));
        }

        foreach (var value in values[n..])
            (min, max) = (Math.Min(min, value), Math.Max(max, value));
        return (min, max);
    }
}
