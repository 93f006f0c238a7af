using SameSame.Contracts.Artifacts;
using SameSame.Evaluation.Configuration;

namespace SameSame.Hosting.Access;

/// <summary>Brings a file from a cluster, piece by piece.</summary>
public static class Download
{
    /// <summary>The whole file.</summary>
    /// <param name="read">Asks for the piece at an offset; null says to ask again.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="SpecException">There is no such file.</exception>
    public static async Task<byte[]> ReadAsync(Func<long, Task<FileChunk?>> read, CancellationToken cancellation)
    {
        byte[]? bytes = null;
        var at = 0;
        while (bytes is null || at < bytes.Length)
        {
            var offset = at;
            if (await Patience.CallAsync(() => read(offset), cancellation).ConfigureAwait(false) is not { } chunk)
                continue;
            if (chunk.Error is { } error)
                throw new SpecException(error);
            bytes ??= new byte[chunk.Length];
            if (chunk.Length != bytes.Length || (chunk.Bytes.Length == 0 && at < bytes.Length))
                throw new SpecException("the file changed while it was read; run the command again");
            chunk.Bytes.CopyTo(bytes, at);
            at += chunk.Bytes.Length;
        }

        return bytes;
    }
}
