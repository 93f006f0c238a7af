namespace SameSame.Client.Models;

/// <summary>The dataset that goes with a catalogue or a model where nobody names one.</summary>
internal static class NearDataset
{
    /// <summary>
    /// The dataset.yaml beside a file, or in the folder above, where a sweep.yaml over a folder of models lies; else null.
    /// </summary>
    public static string? Of(string file)
    {
        var folder = new FileInfo(Path.GetFullPath(file)).Directory;
        return new[] { folder, folder?.Parent }.OfType<DirectoryInfo>().Select(f => Path.Combine(f.FullName, "dataset.yaml"))
            .FirstOrDefault(File.Exists);
    }
}
