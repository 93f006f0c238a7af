using System.Text.RegularExpressions;

namespace SameSame.Evaluation.Preprocessing;

/// <summary>What lies in a node's cache folder, and how it is emptied. Everything in it can be made again.</summary>
public static partial class CacheFolder
{
    /// <summary>The files, the greatest first; none where there is no folder.</summary>
    public static IReadOnlyList<CacheEntry> List(string folder) => !Directory.Exists(folder) ? [] :
    [
        .. new DirectoryInfo(folder).EnumerateFiles()
            .Where(f => Ours().IsMatch(f.Name))
            .Select(f => new CacheEntry(f.FullName, f.Length, f.LastWriteTimeUtc, Describe(f)))
            .OrderByDescending(e => e.Bytes).ThenBy(e => e.Path, StringComparer.Ordinal),
    ];

    /// <summary>Deletes the files. A process that has one mapped keeps reading it.</summary>
    /// <returns>How many bytes that freed.</returns>
    public static long Clear(string folder)
    {
        var freed = 0L;
        foreach (var entry in List(folder))
        {
            freed += entry.Bytes;
            File.Delete(entry.Path);
            File.Delete($"{entry.Path}.txt");
        }

        return freed;
    }

    // Whoever names another folder by mistake must not lose what lies in it.
    [GeneratedRegex(@"(\.pixels|\.dataset\.json|^batch-sizes\.json)(\..*\.tmp)?$")]
    private static partial Regex Ours();

    private static string Describe(FileInfo file)
    {
        if (file.Extension == ".tmp")
            return "unfinished; the next run builds it again";
        if (file.Extension != ".pixels")
            return file.Name.EndsWith(".dataset.json", StringComparison.Ordinal) ? "hash of a dataset" : "batch sizes of this machine's devices";
        return File.Exists($"{file.FullName}.txt") ? File.ReadAllText($"{file.FullName}.txt") : "decoded pixels";
    }
}

/// <summary>One file of a cache folder.</summary>
/// <param name="Path">The file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Written">When it was last written, in UTC.</param>
/// <param name="What">What it holds, for people.</param>
public sealed record CacheEntry(string Path, long Bytes, DateTime Written, string What);
