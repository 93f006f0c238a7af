using Microsoft.ML.OnnxRuntime;
using SameSame.Evaluation.Preprocessing;

namespace SameSame.Evaluation.Sessions;

/// <summary>
/// One reused, pinned input of up to <see cref="Capacity"/> images, with one tensor over it for each batch size in use. Images go in as floats, or as they are
/// where the graph normalizes by itself.
/// </summary>
public sealed class InputBuffer : IDisposable
{
    private readonly InputSpec _input;
    private readonly PixelNormalizer? _normalizer;
    private readonly float[] _floats = [];
    private readonly byte[] _bytes = [];
    private readonly Dictionary<int, OrtValue> _values = [];

    /// <summary>Allocates the buffer.</summary>
    /// <param name="input">Preprocessing.</param>
    /// <param name="capacity">Images it can hold.</param>
    /// <param name="raw">True for a graph with <see cref="InputPrologue"/>.</param>
    public InputBuffer(InputSpec input, int capacity, bool raw)
    {
        (_input, Capacity) = (input, capacity);
        if (raw)
        {
            _bytes = GC.AllocateUninitializedArray<byte>(capacity * input.PixelBytes, pinned: true);
        }
        else
        {
            _normalizer = new PixelNormalizer(input);
            _floats = GC.AllocateUninitializedArray<float>(capacity * input.PixelBytes, pinned: true);
        }
    }

    /// <summary>Images it can hold.</summary>
    public int Capacity { get; }

    /// <summary>Puts an image in place <paramref name="slot"/>.</summary>
    public void Write(int slot, ReadOnlySpan<byte> pixels)
    {
        if (_normalizer is null)
            pixels.CopyTo(_bytes.AsSpan(slot * _input.PixelBytes));
        else
            _normalizer.Write(pixels, _floats.AsSpan(slot * _input.PixelBytes, _input.PixelBytes));
    }

    /// <summary>The first <paramref name="count"/> images as a tensor.</summary>
    public OrtValue Tensor(int count)
    {
        if (_values.TryGetValue(count, out var value))
            return value;
        var length = count * _input.PixelBytes;
        return _values[count] = _normalizer is null
            ? OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, _bytes.AsMemory(0, length), [count, _input.Height, _input.Width, _input.Channels])
            : OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, _floats.AsMemory(0, length), _normalizer.Shape(count));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var value in _values.Values)
            value.Dispose();
        _values.Clear();
    }
}
