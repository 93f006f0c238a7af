using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SameSame.Evaluation.Preprocessing;

/// <summary>
/// Turns cached bytes into a model's float input: <c>pixel * gain + bias</c> per channel in float32, multiplied and then added, which is what
/// <see cref="InputPrologue"/> computes on a device. Both coefficients are rounded once, from double.
/// </summary>
public sealed class PixelNormalizer
{
    private readonly InputSpec _input;
    private readonly float[] _gain;
    private readonly float[] _bias;

    /// <summary>A normalizer for one input specification.</summary>
    public PixelNormalizer(InputSpec input)
    {
        _input = input;
        (_gain, _bias) = (Gain(input), Bias(input));
    }

    /// <summary><c>1 / (Scale Std)</c> per channel of the tensor.</summary>
    public static float[] Gain(InputSpec input) => [.. input.Std.Select(s => (float)(1 / (input.Scale * s)))];

    /// <summary><c>-Mean / Std</c> per channel of the tensor.</summary>
    public static float[] Bias(InputSpec input) => [.. input.Mean.Zip(input.Std, (m, s) => (float)(-m / s))];

    /// <summary>Shape of a batch.</summary>
    public long[] Shape(int batch) => _input.Layout == "nchw"
        ? [batch, _input.Channels, _input.Height, _input.Width]
        : [batch, _input.Height, _input.Width, _input.Channels];

    /// <summary>Writes one image.</summary>
    /// <param name="pixels">Row-major <c>[height, width, channels]</c>, RGB or gray.</param>
    /// <param name="tensor">As many values, in the layout and channel order of the input.</param>
    public void Write(ReadOnlySpan<byte> pixels, Span<float> tensor)
    {
        var channels = _input.Channels;
        var positions = pixels.Length / channels;
        if (_input.Layout != "nchw")
        {
            for (var c = 0; c < channels; c++)
            {
                for (int at = c, source = Source(c); at < tensor.Length; at += channels, source += channels)
                    tensor[at] = pixels[source] * _gain[c] + _bias[c];
            }

            return;
        }

        for (var c = 0; c < channels; c++)
        {
            var plane = tensor.Slice(c * positions, positions);
            var done = channels == 3 ? Plane(pixels, plane, Source(c), _gain[c], _bias[c]) : 0;
            for (var p = done; p < positions; p++)
                plane[p] = pixels[p * channels + Source(c)] * _gain[c] + _bias[c];
        }
    }

    /// <summary>Writes one image as bytes, in the layout and channel order of the input, for graphs that normalize by themselves.</summary>
    /// <param name="pixels">Row-major <c>[height, width, channels]</c>, RGB or gray.</param>
    /// <param name="tensor">As many bytes.</param>
    public void Arrange(ReadOnlySpan<byte> pixels, Span<byte> tensor)
    {
        var channels = _input.Channels;
        var positions = pixels.Length / channels;
        for (var c = 0; c < channels; c++)
        {
            var source = Source(c);
            for (var p = 0; p < positions; p++)
                tensor[_input.Layout == "nchw" ? c * positions + p : p * channels + c] = pixels[p * channels + source];
        }
    }

    private int Source(int channel) => _input.Order == "bgr" ? _input.Channels - 1 - channel : channel;

    // Every third byte of 48, then 16 bytes to floats. Returns how many positions it did.
    private static int Plane(ReadOnlySpan<byte> pixels, Span<float> plane, int source, float gain, float bias)
    {
        if (!Vector128.IsHardwareAccelerated)
            return 0;
        var (first, second, third) = (Pick(source, 0), Pick(source, 16), Pick(source, 32));
        var (gains, biases) = (Vector256.Create(gain), Vector256.Create(bias));
        ref var from = ref MemoryMarshal.GetReference(pixels);
        ref var to = ref MemoryMarshal.GetReference(plane);
        var whole = plane.Length & ~15;
        for (var p = 0; p < whole; p += 16)
        {
            var at = (nuint)(3 * p);
            var bytes = Vector128.ShuffleNative(Vector128.LoadUnsafe(ref from, at), first)
                | Vector128.ShuffleNative(Vector128.LoadUnsafe(ref from, at + 16), second)
                | Vector128.ShuffleNative(Vector128.LoadUnsafe(ref from, at + 32), third);
            var (left, right) = Vector128.Widen(bytes);
            var (low, high) = Vector256.Widen(Vector256.Create(left, right));
            (Vector256.ConvertToSingle(low.AsInt32()) * gains + biases).StoreUnsafe(ref to, (nuint)p);
            (Vector256.ConvertToSingle(high.AsInt32()) * gains + biases).StoreUnsafe(ref to, (nuint)p + 8);
        }

        return whole;
    }

    // Where the 16 results come from among the 16 bytes that start at `offset` of 48; an index with its high bit set gives 0, on x64 and on Arm.
    private static Vector128<byte> Pick(int source, int offset) =>
        Vector128.Create([.. Enumerable.Range(0, 16).Select(i => 3 * i + source - offset).Select(i => i is >= 0 and < 16 ? (byte)i : (byte)255)]);
}
