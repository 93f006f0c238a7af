namespace SameSame.Bench.Processes;

/// <summary>Programs that Debian has no package of: in the folder that <c>.ci/run</c> installs them into, or on the path.</summary>
internal static class Tools
{
    private static readonly string Folder = Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"), "samesame", "tools");

    /// <summary>The full path of a program, or null where there is none.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="place">Where it lies below the folder of tools.</param>
    public static string? Find(string name, params string[] place) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(f => f.Length > 0)
        .Prepend(Path.Combine([Folder, .. place])).Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists);
}
