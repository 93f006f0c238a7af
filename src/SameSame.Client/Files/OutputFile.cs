using SameSame.Evaluation.Configuration;
using SameSame.Quantization;

namespace SameSame.Client.Files;

/// <summary>Files that commands write: whole or not at all, and told in plain words where that cannot be.</summary>
internal static class OutputFile
{
    /// <summary>Writes a text.</summary>
    /// <exception cref="SpecException">The file cannot be written.</exception>
    public static Task WriteAsync(string path, string text, CancellationToken cancellation) =>
        SaveAsync(path, t => File.WriteAllTextAsync(t, text, cancellation));

    /// <summary>Writes bytes.</summary>
    /// <exception cref="SpecException">The file cannot be written.</exception>
    public static Task WriteAsync(string path, byte[] bytes, CancellationToken cancellation) =>
        SaveAsync(path, t => File.WriteAllBytesAsync(t, bytes, cancellation));

    // Beside the destination under a name of its own, then renamed: several commands may write the same file at once.
    private static async Task SaveAsync(string path, Func<string, Task> write)
    {
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            Directory.CreateDirectory(folder);
            var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():n}.tmp");
            try
            {
                await write(temporary).ConfigureAwait(false);
                File.Move(temporary, path, overwrite: true);
            }
            finally
            {
                File.Delete(temporary);
            }
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw new SpecException(FileFault.Describe(path, e), e);
        }
    }
}
