using System.Numerics;

namespace SameSame.Quantization.Metrics;

/// <summary>One bit an image: which images of a fixed order a network got right.</summary>
public sealed class ImageBitset
{
    private readonly byte[] _bits;

    /// <summary>All bits clear.</summary>
    public ImageBitset(int count) : this(count, new byte[(count + 7) / 8])
    {
    }

    /// <summary>Wraps stored bits, least significant first.</summary>
    /// <exception cref="ArgumentException">The number of bytes does not fit the count.</exception>
    public ImageBitset(int count, byte[] bits)
    {
        if (bits.Length != (count + 7) / 8)
            throw new ArgumentException($"{bits.Length} bytes cannot hold {count} images", nameof(bits));
        Count = count;
        _bits = bits;
    }

    /// <summary>Number of images.</summary>
    public int Count { get; }

    /// <summary>The stored bits.</summary>
    public byte[] Bytes => _bits;

    /// <summary>Whether image <paramref name="index"/> is set.</summary>
    public bool this[int index]
    {
        get => (_bits[index >> 3] & (1 << (index & 7))) != 0;
        set => _bits[index >> 3] = (byte)(value ? _bits[index >> 3] | (1 << (index & 7)) : _bits[index >> 3] & ~(1 << (index & 7)));
    }

    /// <summary>The first <paramref name="count"/> images.</summary>
    public ImageBitset First(int count)
    {
        if (count == Count)
            return this;
        var first = new ImageBitset(count);
        for (var i = 0; i < count; i++)
            first[i] = this[i];
        return first;
    }

    /// <summary>The images of several sets, one set after the other.</summary>
    public static ImageBitset Join(IReadOnlyCollection<ImageBitset> sets)
    {
        var (joined, at) = (new ImageBitset(sets.Sum(s => s.Count)), 0);
        foreach (var set in sets)
        {
            for (var i = 0; i < set.Count; i++)
                joined[at++] = set[i];
        }

        return joined;
    }

    /// <summary>Number of set images.</summary>
    public int SetCount => _bits.Sum(b => BitOperations.PopCount(b));
}
