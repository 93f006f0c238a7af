using SameSame.Evaluation.Configuration;

namespace SameSame.Evaluation.Datasets;

/// <summary>Reads list files: <c>relative/path label</c> a line.</summary>
internal static class ImageList
{
    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>Reads a list and checks that every listed file exists and is listed once.</summary>
    /// <param name="list">The list file.</param>
    /// <param name="root">Folder that paths are relative to.</param>
    /// <param name="form">What a label is, for errors.</param>
    /// <param name="label">The class index of a label; null where it is none. Receives where the label stands, for errors of its own.</param>
    /// <exception cref="SpecException">The list is missing, empty or malformed, or lists a file that is not there.</exception>
    public static ImageFolderSource Read(string list, string root, string form, Func<string, string, int?> label)
    {
        if (!File.Exists(list))
            throw new SpecException($"{list}: no such list file");
        var (files, labels, lines) = (new List<string>(), new List<int>(), new Dictionary<string, int>(StringComparer.Ordinal));
        var (full, number) = (Path.GetFullPath(root), 0);
        foreach (var text in File.ReadLines(list))
        {
            number++;
            var line = text.Trim();
            if (line.Length == 0)
                continue;
            var (at, place) = (line.LastIndexOfAny(Blanks), $"{list}:{number}");
            if (at < 1 || label(line[(at + 1)..], place) is not { } index)
                throw new SpecException($"{place}: expected '<path> <{form}>', found '{line}'");
            var name = line[..at].TrimEnd();
            var path = Path.GetFullPath(Path.Combine(full, name));
            if (!path.StartsWith(full + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                throw new SpecException($"{place}: '{name}' lies outside {root}");
            if (!lines.TryAdd(path, number))
                throw new SpecException($"{place}: '{name}' stands on line {lines[path]} already; an image counts once");
            files.Add(path);
            labels.Add(index);
        }

        if (files.Count == 0)
            throw new SpecException($"{list}: the list is empty");
        return ImageFiles.FirstMissing(files) is var missing and >= 0
            ? throw new SpecException($"{list}:{lines[files[missing]]}: {files[missing]} does not exist")
            : new ImageFolderSource([.. files], [.. labels]);
    }
}
