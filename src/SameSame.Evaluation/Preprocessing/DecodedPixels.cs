using NetVips;

namespace SameSame.Evaluation.Preprocessing;

/// <summary>
/// An image's interleaved bytes in libvips' own memory: a whole photograph would be a large object of the garbage collector's for each image.
/// </summary>
internal sealed unsafe class DecodedPixels : IDisposable
{
    private readonly nint _memory;
    private readonly ulong _size;

    /// <summary>Computes every pixel of <paramref name="image"/>.</summary>
    public DecodedPixels(Image image) => _memory = image.WriteToMemory(out _size);

    /// <summary>The bytes, row-major <c>[height, width, bands]</c>.</summary>
    public ReadOnlySpan<byte> Bytes => new((byte*)_memory, checked((int)_size));

    /// <inheritdoc/>
    public void Dispose() => NetVips.NetVips.Free(_memory);
}
