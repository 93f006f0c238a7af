using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SameSame.Evaluation.Preprocessing;

/// <summary>
/// Resizes and crops in one go, with the pixels that Pillow's <c>Image.resize</c> gives: along rows first, rounded to bytes, then along columns. libvips 8.18
/// cannot stand in: its reductions come out darker (by 0.8 of 255 at a factor of 13), its enlargements differ by 10 of 255 where there is detail.
/// Only what the crop shows is computed.
/// </summary>
internal static class Resampler
{
    private const int Half = 1 << (ResampleAxis.FractionBits - 1);

    /// <summary>Resizes an image of interleaved bytes.</summary>
    /// <param name="source">Row-major <c>[height, width, bands]</c>.</param>
    /// <param name="bands">1 or 3.</param>
    /// <param name="width">Pixels of a source row.</param>
    /// <param name="columns">The crop's columns from the source's.</param>
    /// <param name="rows">The crop's rows from the source's.</param>
    /// <param name="target">Row-major <c>[rows, columns, bands]</c>.</param>
    public static void Run(ReadOnlySpan<byte> source, int bands, int width, ResampleAxis columns, ResampleAxis rows, Span<byte> target)
    {
        var (first, stride) = (rows.First(0), columns.Length * bands);
        // 16 spare bytes let the vector loops read past the last pixel.
        var line = ArrayPool<byte>.Shared.Rent(width * bands + 16);
        var narrow = ArrayPool<byte>.Shared.Rent((rows.End - first) * stride + 16);
        for (var y = first; y < rows.End; y++)
        {
            source.Slice(y * width * bands, width * bands).CopyTo(line);
            var output = narrow.AsSpan((y - first) * stride, stride);
            if (bands == 3)
                Colour(line, columns, output);
            else
                Gray(line, columns, output);
        }

        for (var y = 0; y < rows.Length; y++)
            Down(narrow.AsSpan((rows.First(y) - first) * stride), stride, rows.Weights(y), target.Slice(y * stride, stride));
        ArrayPool<byte>.Shared.Return(line);
        ArrayPool<byte>.Shared.Return(narrow);
    }

    // One vector lane a channel; the fourth belongs to the next pixel and is dropped.
    private static void Colour(ReadOnlySpan<byte> line, ResampleAxis columns, Span<byte> output)
    {
        ref var start = ref MemoryMarshal.GetReference(line);
        for (var x = 0; x < columns.Length; x++)
        {
            var sum = Vector128.Create(Half);
            var at = 3 * columns.First(x);
            foreach (var weight in columns.Weights(x))
            {
                var pixel = Vector128.CreateScalar(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, at))).AsByte();
                sum += Vector128.WidenLower(Vector128.WidenLower(pixel)).AsInt32() * weight;
                at += 3;
            }

            var bytes = Vector128.Clamp(sum >> ResampleAxis.FractionBits, Vector128<int>.Zero, Vector128.Create(255));
            output[3 * x] = (byte)bytes[0];
            output[3 * x + 1] = (byte)bytes[1];
            output[3 * x + 2] = (byte)bytes[2];
        }
    }

    private static void Gray(ReadOnlySpan<byte> line, ResampleAxis columns, Span<byte> output)
    {
        for (var x = 0; x < columns.Length; x++)
        {
            var sum = Half;
            var pixels = line[columns.First(x)..];
            var weights = columns.Weights(x);
            for (var k = 0; k < weights.Length; k++)
                sum += pixels[k] * weights[k];
            output[x] = Byte(sum);
        }
    }

    private static void Down(ReadOnlySpan<byte> column, int stride, ReadOnlySpan<int> weights, Span<byte> output)
    {
        var whole = Vector128.IsHardwareAccelerated ? stride & ~7 : 0;
        ref var start = ref MemoryMarshal.GetReference(column);
        for (var i = 0; i < whole; i += 8)
        {
            var (low, high) = (Vector128.Create(Half), Vector128.Create(Half));
            for (var k = 0; k < weights.Length; k++)
            {
                var bytes = Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, k * stride + i))).AsByte();
                var (first, second) = Vector128.Widen(Vector128.WidenLower(bytes));
                low += first.AsInt32() * weights[k];
                high += second.AsInt32() * weights[k];
            }

            var shorts = Vector128.Narrow(Bounded(low), Bounded(high)).AsUInt16();
            BitConverter.TryWriteBytes(output[i..], Vector128.Narrow(shorts, shorts).AsUInt64()[0]);
        }

        for (var i = whole; i < stride; i++)
        {
            var sum = Half;
            for (var k = 0; k < weights.Length; k++)
                sum += column[k * stride + i] * weights[k];
            output[i] = Byte(sum);
        }

        static Vector128<int> Bounded(Vector128<int> sum) => Vector128.Clamp(sum >> ResampleAxis.FractionBits, Vector128<int>.Zero, Vector128.Create(255));
    }

    private static byte Byte(int sum) => (byte)Math.Clamp(sum >> ResampleAxis.FractionBits, 0, 255);
}
