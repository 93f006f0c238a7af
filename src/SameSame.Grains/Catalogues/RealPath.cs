namespace SameSame.Grains.Catalogues;

/// <summary>Where a path leads once every link on the way is followed. A path that only looks as if it stayed in a folder is not in it.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>The path without links; what does not exist is taken as it is written.</summary>
    /// <exception cref="IOException">Links lead in a circle.</exception>
    public static string Of(string path)
    {
        var (rest, real, links) = (new Stack<string>(Parts(Path.GetFullPath(path)).Reverse()), Path.GetPathRoot(Path.GetFullPath(path))!, 0);
        while (rest.TryPop(out var part))
        {
            var next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks)
                throw new IOException($"{path}: links lead in a circle");
            foreach (var step in Parts(Path.GetFullPath(target, real)).Reverse())
                rest.Push(step);
            real = Path.GetPathRoot(real)!;
        }

        return real;
    }

    /// <summary>Whether a path leads into a folder, or below it.</summary>
    public static bool IsInside(string path, string folder)
    {
        var root = Of(folder);
        return Of(path).StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    private static string[] Parts(string full) => full[Path.GetPathRoot(full)!.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
}
