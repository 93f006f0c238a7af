using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using SameSame.Evaluation.Datasets;
using SameSame.Quantization.Metrics;

namespace SameSame.Evaluation.Preprocessing;

/// <summary>
/// Decoded and cropped pixels of one image set, memory-mapped and read-only: every cell and process on the node shares them. A file appears
/// under its final name only when it is whole.
/// </summary>
public sealed class PixelCache : IDisposable
{
    private const int HeaderBytes = 64;
    private static readonly byte[] Magic = Encoding.ASCII.GetBytes("SSPIXEL1");
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly int _imageBytes;
    private readonly unsafe byte* _start;

    private unsafe PixelCache(string path, int count, int imageBytes)
    {
        Path = path;
        Count = count;
        _imageBytes = imageBytes;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _start = start;
        var bits = new byte[(count + 7) / 8];
        Marshal.Copy((nint)(start + HeaderBytes + (long)count * imageBytes), bits, 0, bits.Length);
        Bad = new ImageBitset(count, bits);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Number of images.</summary>
    public int Count { get; }

    /// <summary>Images that do not decode; their pixels are zeros.</summary>
    public ImageBitset Bad { get; }

    /// <summary>Bytes of one image.</summary>
    public unsafe ReadOnlySpan<byte> Pixels(int index) => new(_start + HeaderBytes + (long)index * _imageBytes, _imageBytes);

    /// <summary>Where the cache of an image set lies, whether or not it is there.</summary>
    public static string PathOf(string folder, string datasetHash, InputSpec input)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{datasetHash}\n{input.PixelKey}")))[..32];
        return System.IO.Path.Combine(folder, $"{name}.pixels");
    }

    /// <summary>Opens the cache of an image set, building it first where there is none.</summary>
    /// <param name="folder">Cache folder of this node.</param>
    /// <param name="source">The images.</param>
    /// <param name="datasetHash">Hash of list and contents.</param>
    /// <param name="input">Preprocessing.</param>
    /// <param name="workers">Images decoded at once.</param>
    /// <param name="skipBadImages">False: the first image that does not decode ends the build.</param>
    /// <param name="cancellation">Stops the build; nothing is left behind.</param>
    /// <exception cref="BadImageException">An image does not decode.</exception>
    public static PixelCache Open(
        string folder, IImageSource source, string datasetHash, InputSpec input, int workers, bool skipBadImages, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var path = PathOf(folder, datasetHash, input);
        if (!IsWhole(path, source.Count, input.PixelBytes))
        {
            using var turn = BuildLock.Take($"{path}.lock", cancellation);
            // Whoever had the lock before may have built it.
            if (!IsWhole(path, source.Count, input.PixelBytes))
                Build(path, source, input, workers, skipBadImages, cancellation);
        }

        var cache = new PixelCache(path, source.Count, input.PixelBytes);
        if (!skipBadImages && cache.Bad.SetCount > 0)
        {
            var first = Enumerable.Range(0, cache.Count).First(i => cache.Bad[i]);
            cache.Dispose();
            throw new BadImageException($"{source.Describe(first)}: does not decode; repair it, or pass --skip-bad-images");
        }

        return cache;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private static bool IsWhole(string path, int count, int imageBytes)
    {
        if (!File.Exists(path))
            return false;
        using var stream = File.OpenRead(path);
        Span<byte> header = stackalloc byte[16];
        return stream.Length == HeaderBytes + (long)count * imageBytes + (count + 7) / 8 && stream.Read(header) == 16 && header[..8].SequenceEqual(Magic)
            && BinaryPrimitives.ReadInt32LittleEndian(header[8..]) == count && BinaryPrimitives.ReadInt32LittleEndian(header[12..]) == imageBytes;
    }

    private static void Build(string path, IImageSource source, InputSpec input, int workers, bool skipBadImages, CancellationToken cancellation)
    {
        // Under the lock nobody else is writing one: these are left over from a process that was killed.
        foreach (var left in Directory.EnumerateFiles(System.IO.Path.GetDirectoryName(path)!, $"{System.IO.Path.GetFileName(path)}.*.tmp"))
            File.Delete(left);
        var temporary = $"{path}.{Environment.ProcessId}.{Guid.NewGuid():n}.tmp";
        try
        {
            using (var handle = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, preallocationSize: HeaderBytes + (long)source.Count * input.PixelBytes))
            {
                var bad = new ImageBitset(source.Count);
                var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation };
                Parallel.For(0, source.Count, options, () => new byte[input.PixelBytes], (i, _, pixels) =>
                {
                    try
                    {
                        source.Decode(i, input, pixels);
                    }
                    catch (BadImageException) when (skipBadImages)
                    {
                        Array.Clear(pixels);
                        lock (bad)
                            bad[i] = true;
                    }

                    RandomAccess.Write(handle, pixels, HeaderBytes + (long)i * input.PixelBytes);
                    return pixels;
                }, _ => { });
                RandomAccess.Write(handle, bad.Bytes, HeaderBytes + (long)source.Count * input.PixelBytes);
                var header = new byte[HeaderBytes];
                Magic.CopyTo(header, 0);
                BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), source.Count);
                BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), input.PixelBytes);
                RandomAccess.Write(handle, header, 0);
                RandomAccess.FlushToDisk(handle);
            }

            File.WriteAllText($"{path}.txt", $"{input.PixelKey}, {source.Count} images, {source.Describe(0)}");
            File.Move(temporary, path, overwrite: true);
        }
        catch (AggregateException e) when (e.Flatten().InnerExceptions.OfType<BadImageException>().FirstOrDefault() is { } bad)
        {
            throw new BadImageException($"{bad.Message}; repair it, or pass --skip-bad-images", bad);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
