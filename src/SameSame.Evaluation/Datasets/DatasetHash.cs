using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SameSame.Evaluation.Configuration;
using SameSame.Quantization;

namespace SameSame.Evaluation.Datasets;

/// <summary>
/// The identity of an image set: SHA-256 over labels, names and file contents, in order. Contents are read once; afterwards a file's size and
/// time of change stand for them.
/// </summary>
public static class DatasetHash
{
    /// <summary>The hash of <paramref name="source"/>, taken from <paramref name="folder"/> where no file has changed since.</summary>
    /// <exception cref="SpecException">A file cannot be read.</exception>
    public static string Of(IImageSource source, string root, string folder)
    {
        Directory.CreateDirectory(folder);
        var guard = Guard(source, root);
        var path = Path.Combine(folder, $"{guard}.dataset.json");
        if (File.Exists(path) && JsonSerializer.Deserialize<string>(File.ReadAllText(path)) is { Length: 64 } known)
            return known;
        var hash = Contents(source, root);
        var temporary = $"{path}.{Guid.NewGuid():n}.tmp";
        File.WriteAllText(temporary, JsonSerializer.Serialize(hash));
        File.Move(temporary, path, overwrite: true);
        return hash;
    }

    private static string Guard(IImageSource source, string root)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AppendLabels(hash, source);
        foreach (var file in source.Files)
        {
            var (length, changed) = Readable(file, () => Stamp(new FileInfo(file)));
            hash.AppendData(Encoding.UTF8.GetBytes($"{file}\n{Path.GetRelativePath(root, file)}\n{length}\n{changed}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..32];
    }

    private static string Contents(IImageSource source, string root)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AppendLabels(hash, source);
        var contents = new byte[source.Files.Count][];
        try
        {
            Parallel.For(0, contents.Length, i => contents[i] = Content(source.Files[i]));
        }
        catch (AggregateException e) when (e.InnerExceptions[0] is SpecException first)
        {
            throw new SpecException(first.Message, e);
        }

        for (var i = 0; i < contents.Length; i++)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(root, source.Files[i]) + "\n"));
            hash.AppendData(contents[i]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // Streamed: whole photographs, one after another, would be large objects for the garbage collector.
    private static byte[] Content(string file) => Readable(file, () =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        return SHA256.HashData(stream);
    });

    private static (long Length, long Changed) Stamp(FileInfo file) => (file.Length, file.LastWriteTimeUtc.Ticks);

    private static T Readable<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw new SpecException($"{file}: cannot be read ({FileFault.Reason(file, e)})", e);
        }
    }

    private static void AppendLabels(IncrementalHash hash, IImageSource source)
    {
        for (var i = 0; i < source.Count; i++)
            hash.AppendData(BitConverter.GetBytes(source.Label(i)));
    }
}
