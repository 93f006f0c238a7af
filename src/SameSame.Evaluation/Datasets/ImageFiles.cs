using SameSame.Evaluation.Configuration;

namespace SameSame.Evaluation.Datasets;

/// <summary>Finds image files by listing folders: on a network file system one listing costs what a few single look-ups cost.</summary>
public static class ImageFiles
{
    // Below this many files a folder may be far larger than what is looked for in it: a calibration list over the training images.
    private const int WorthListing = 32;

    private static readonly HashSet<string> Extensions = new([".jpeg", ".jpg", ".png", ".webp", ".tif", ".tiff", ".bmp"], StringComparer.OrdinalIgnoreCase);

    // Images all the same, that nothing here reads: an evaluation without them would be of another dataset.
    private static readonly HashSet<string> Unread = new([".gif", ".ppm", ".pgm", ".pnm", ".heic", ".heif", ".avif", ".jxl", ".jp2", ".j2k", ".psd", ".svg", ".exr", ".hdr", ".tga", ".ico", ".dng"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Full paths of a folder's images, in the order of their names' bytes. Hidden files are none.</summary>
    /// <exception cref="SpecException">There are images of a type that is not read.</exception>
    public static string[] In(string folder)
    {
        var unread = Directory.EnumerateFiles(folder).Where(f => Unread.Contains(Path.GetExtension(f))).ToLookup(f => Path.GetExtension(f).ToLowerInvariant());
        if (unread.Count > 0)
            throw new SpecException($"{folder}: {string.Join(", ", unread.OrderBy(u => u.Key, StringComparer.Ordinal).Select(u => $"{u.Count()} {u.Key} files"))} are not read; convert them to PNG or take them out of the folder");
        string[] files = [.. Directory.EnumerateFiles(folder).Where(f => Extensions.Contains(Path.GetExtension(f)) && !Path.GetFileName(f).StartsWith('.'))];
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    /// <summary>Index of the first of these full paths where there is no file, or -1.</summary>
    internal static int FirstMissing(IReadOnlyList<string> paths)
    {
        var missing = -1;
        foreach (var folder in Enumerable.Range(0, paths.Count).GroupBy(i => Path.GetDirectoryName(paths[i])!))
        {
            var there = folder.Count() >= WorthListing && Directory.Exists(folder.Key) ? new HashSet<string>(Directory.EnumerateFiles(folder.Key), StringComparer.Ordinal) : null;
            foreach (var index in folder.Where(i => there is null ? !File.Exists(paths[i]) : !there.Contains(paths[i])).Take(1))
                missing = missing < 0 ? index : Math.Min(missing, index);
        }

        return missing;
    }
}
