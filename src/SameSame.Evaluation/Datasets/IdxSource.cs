using System.Buffers.Binary;
using System.IO.Compression;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Preprocessing;
using SameSame.Quantization;

namespace SameSame.Evaluation.Datasets;

/// <summary>
/// Images and labels in the idx format of MNIST (LeCun, Cortes, Burges): a big-endian header <c>0, 0, type 8, rank</c> and the dimensions, then
/// unsigned bytes. Gray images, held in memory: the whole family has at most 47 MB of them.
/// </summary>
public sealed class IdxSource : IImageSource
{
    private const int UnsignedByte = 8;
    private readonly byte[] _pixels, _labels;
    private readonly int _height, _width;
    private readonly string _path;

    private IdxSource(string images, string labels, byte[] pixels, int[] dims, byte[] classes)
    {
        (_path, _pixels, _labels) = (images, pixels, classes);
        (Count, _height, _width) = (dims[0], dims[1], dims[2]);
        Files = [images, labels];
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Reads both files.</summary>
    /// <exception cref="SpecException">One is missing or malformed, or they do not belong together.</exception>
    public static IdxSource Open(string images, string labels)
    {
        var (pixels, dims) = Read(images, rank: 3);
        var (classes, counts) = Read(labels, rank: 1);
        if (counts[0] != dims[0])
            throw new SpecException($"{labels}: {counts[0]} labels for the {dims[0]} images of {images}");
        return dims[0] > 0 ? new IdxSource(images, labels, pixels, dims, classes) : throw new SpecException($"{images}: it holds no images");
    }

    /// <inheritdoc/>
    public int Label(int index) => _labels[index];

    /// <inheritdoc/>
    public string Describe(int index) => $"{_path}, image {index}";

    /// <inheritdoc/>
    public void Decode(int index, InputSpec input, Span<byte> pixels) =>
        ImageDecoder.DecodeGray(_pixels.AsSpan(index * _height * _width, _height * _width), _height, _width, Describe(index), input, pixels);

    private static (byte[] Data, int[] Dims) Read(string path, int rank)
    {
        if (FileFault.OfInput(path) is { } missing)
            throw new SpecException($"{path}: {missing}");
        try
        {
            using var file = File.OpenRead(path);
            using var content = new MemoryStream();
            using (Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file)
                stream.CopyTo(content);
            return Parse(path, content.ToArray(), rank);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw new SpecException($"{path}: cannot be read ({FileFault.Reason(path, e)})", e);
        }
    }

    private static (byte[] Data, int[] Dims) Parse(string path, byte[] bytes, int rank)
    {
        var header = 4 + 4 * rank;
        if (bytes.Length < header || bytes[0] != 0 || bytes[1] != 0 || bytes[2] != UnsignedByte || bytes[3] != rank)
            throw new SpecException($"{path}: not an idx file of unsigned bytes with {rank} dimension{(rank == 1 ? "" : "s")}");
        int[] dims = [.. Enumerable.Range(0, rank).Select(d => BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4 + 4 * d)))];
        var expected = dims.Aggregate(1L, (a, b) => a * b);
        return dims.All(d => d >= 0) && bytes.Length - header == expected
            ? (bytes[header..], dims)
            : throw new SpecException($"{path}: {bytes.Length - header} bytes of data where its header says {string.Join(" x ", dims)}; it is truncated or damaged");
    }
}
