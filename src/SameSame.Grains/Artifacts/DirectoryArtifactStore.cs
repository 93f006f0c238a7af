using System.Diagnostics;

namespace SameSame.Grains.Artifacts;

/// <summary>Artifacts as files of one folder, <c>ab/abcdef...</c>. In a cluster the folder must be a volume that all silos share.</summary>
public sealed class DirectoryArtifactStore(string folder) : IArtifactStore
{
    private const int NoSpaceLeft = 28;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    /// <remarks>A full disk is waited out for minutes: it is no fault of the work, and somebody will make room.</remarks>
    public async Task<string> PutAsync(byte[] bytes, CancellationToken cancellation)
    {
        var hash = ArtifactHash.Of(bytes);
        var (path, waited) = (PathOf(hash), Stopwatch.StartNew());
        while (!File.Exists(path))
        {
            try
            {
                await WriteAsync(path, bytes, cancellation).ConfigureAwait(false);
            }
            catch (IOException e) when (e.HResult == NoSpaceLeft && waited.Elapsed < Patience)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellation).ConfigureAwait(false);
            }
        }

        return hash;
    }

    /// <inheritdoc/>
    /// <remarks>Writes a few bytes of its own and takes them away again.</remarks>
    public async Task ProbeAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"probe.{Environment.ProcessId}.{Guid.NewGuid():n}.tmp");
        try
        {
            await File.WriteAllBytesAsync(path, "samesame"u8.ToArray(), cancellation).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task WriteAsync(string path, byte[] bytes, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Environment.ProcessId}.{Guid.NewGuid():n}.tmp";
        try
        {
            using (var handle = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                await RandomAccess.WriteAsync(handle, bytes, 0, cancellation).ConfigureAwait(false);
                RandomAccess.FlushToDisk(handle);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <inheritdoc/>
    public async Task<byte[]> GetAsync(string hash, CancellationToken cancellation)
    {
        var path = PathOf(hash);
        if (!File.Exists(path))
            throw new ArtifactException($"artifact {hash} is missing from {folder}");
        var bytes = await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false);
        if (ArtifactHash.Of(bytes) != hash)
            throw new ArtifactException($"{path}: its content does not have the hash in its name; delete it and run again");
        return bytes;
    }

    /// <inheritdoc/>
    public Task<bool> ExistsAsync(string hash, CancellationToken cancellation) => Task.FromResult(File.Exists(PathOf(hash)));

    private string PathOf(string hash) => Path.Combine(folder, ArtifactHash.Checked(hash)[..2], hash);
}
