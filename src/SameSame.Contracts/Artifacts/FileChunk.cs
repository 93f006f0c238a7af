namespace SameSame.Contracts.Artifacts;

/// <summary>A piece of a file on its way to a client.</summary>
/// <param name="Bytes">At most <see cref="MaximumBytes"/> of it.</param>
/// <param name="Length">Bytes of the whole file.</param>
/// <param name="Error">Why there is no file, in one line; null where there is.</param>
[GenerateSerializer, Immutable, Alias("samesame.file-chunk")]
public sealed record FileChunk([property: Id(0)] byte[] Bytes, [property: Id(1)] long Length, [property: Id(2)] string? Error)
{
    /// <summary>Greatest size of a piece: a message that delays nobody else's.</summary>
    public const int MaximumBytes = 1 << 20;

    /// <summary>The piece of <paramref name="file"/> that starts at <paramref name="offset"/>; empty behind its end.</summary>
    public static FileChunk Of(byte[] file, long offset)
    {
        var start = (int)Math.Clamp(offset, 0, file.Length);
        return new FileChunk(file.AsSpan(start, Math.Min(MaximumBytes, file.Length - start)).ToArray(), file.Length, null);
    }

    /// <summary>The answer where there is no file.</summary>
    public static FileChunk Missing(string reason) => new([], 0, reason.ReplaceLineEndings(" "));
}
