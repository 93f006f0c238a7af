using SameSame.Onnx;

namespace SameSame.Client.Zoo;

/// <summary>Entries for models that a catalogue does not have yet: those of a folder, each under a name of its own.</summary>
/// <param name="root">The catalogue's folder.</param>
/// <param name="taken">Names that the catalogue has.</param>
internal sealed class CatalogueDraft(string root, IEnumerable<string> taken)
{
    private readonly HashSet<string> _names = new(taken, StringComparer.Ordinal);

    /// <summary>The entries.</summary>
    public List<EntryDraft> Entries { get; } = [];

    /// <summary>Why files were left out.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Models of a folder and of those below it, in the order of their paths.</summary>
    public static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*.onnx",
        SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    /// <summary>Adds a file.</summary>
    public void Add(string path)
    {
        try
        {
            Entries.Add(EntryDraft.Of(path, root, NewName(path)));
            _names.Add(Entries[^1].Name);
        }
        catch (OnnxFormatException e)
        {
            Problems.Add(e.Message.ReplaceLineEndings(" "));
        }
    }

    // model.onnx in a folder of its own is a habit of exporters: the folder says more than a number.
    private string NewName(string path)
    {
        var name = Clean(Path.GetFileNameWithoutExtension(path));
        if (_names.Contains(name) && Path.GetDirectoryName(Path.GetRelativePath(root, path)) is { Length: > 0 } folder)
            name = $"{Clean(Path.GetFileName(folder))}_{name}";
        return _names.Contains(name) ? Enumerable.Range(2, int.MaxValue - 2).Select(i => $"{name}-{i}")
            .First(n => !_names.Contains(n)) : name;
    }

    internal static string Clean(string text) =>
        string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '_'));
}
