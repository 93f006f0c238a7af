using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SameSame.Evaluation.Preprocessing;

namespace SameSame.Evaluation.Sessions;

/// <summary>
/// One reused input of up to <see cref="Capacity"/> images, with one tensor over it for each batch size in use. Images go in as floats, or as they are where the
/// graph normalizes by itself. The memory is the process's own, not the garbage collector's: it does not move, and is free again when the buffer is disposed.
/// </summary>
public sealed unsafe class InputBuffer : IDisposable
{
    // A cache line, which is also what vector loads like.
    private const nuint Alignment = 64;

    private readonly InputSpec _input;
    private readonly PixelNormalizer _normalizer;
    private readonly PixelFeed _feed;
    private readonly Dictionary<int, OrtValue> _values = [];
    private void* _memory;

    /// <summary>Allocates the buffer.</summary>
    /// <param name="input">Preprocessing.</param>
    /// <param name="capacity">Images it can hold.</param>
    /// <param name="feed">In which form the graph takes them.</param>
    public InputBuffer(InputSpec input, int capacity, PixelFeed feed)
    {
        (_input, Capacity, _feed, _normalizer) = (input, capacity, feed, new PixelNormalizer(input));
        _memory = NativeMemory.AlignedAlloc((nuint)capacity * (nuint)input.PixelBytes * (feed == PixelFeed.Normalized ? sizeof(float) : 1u), Alignment);
    }

    /// <summary>Frees the memory of a buffer that nobody disposed.</summary>
    ~InputBuffer() => Free();

    /// <summary>Images it can hold.</summary>
    public int Capacity { get; }

    /// <summary>Puts an image in place <paramref name="slot"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public void Write(int slot, ReadOnlySpan<byte> pixels)
    {
        ObjectDisposedException.ThrowIf(_memory is null, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)slot, (uint)Capacity, nameof(slot));
        var at = (nint)slot * _input.PixelBytes;
        switch (_feed)
        {
            case PixelFeed.Packed:
                pixels.CopyTo(new Span<byte>((byte*)_memory + at, _input.PixelBytes));
                break;
            case PixelFeed.Own:
                _normalizer.Arrange(pixels, new Span<byte>((byte*)_memory + at, _input.PixelBytes));
                break;
            default:
                _normalizer.Write(pixels, new Span<float>((float*)_memory + at, _input.PixelBytes));
                break;
        }
    }

    /// <summary>The first <paramref name="count"/> images as a tensor, which lives as long as the buffer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The buffer holds fewer.</exception>
    public OrtValue Tensor(int count)
    {
        ObjectDisposedException.ThrowIf(_memory is null, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)Capacity, nameof(count));
        if (_values.TryGetValue(count, out var value))
            return value;
        long[] shape = _feed == PixelFeed.Packed ? [count, _input.Height, _input.Width, _input.Channels] : _normalizer.Shape(count);
        var (type, size) = _feed == PixelFeed.Normalized ? (TensorElementType.Float, sizeof(float)) : (TensorElementType.UInt8, 1);
        return _values[count] = OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, type, shape, (nint)_memory, (long)count * _input.PixelBytes * size);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var value in _values.Values)
            value.Dispose();
        _values.Clear();
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
    }
}
