using System.Globalization;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Preprocessing;

namespace SameSame.Evaluation.Datasets;

/// <summary>The class-folder layout of ILSVRC2012: a list file with <c>relative/path class-index</c> a line.</summary>
public sealed class ImageFolderSource : IImageSource
{
    private readonly int[] _labels;

    private ImageFolderSource(string[] files, int[] labels) => (Files, _labels) = (files, labels);

    /// <inheritdoc/>
    public int Count => Files.Count;

    /// <inheritdoc/>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Reads the list and checks that every listed file exists.</summary>
    /// <exception cref="SpecException">The list is missing, empty or malformed, or lists a file that is not there.</exception>
    public static ImageFolderSource Open(string list, string root)
    {
        if (!File.Exists(list))
            throw new SpecException($"{list}: no such list file");
        var files = new List<string>();
        var labels = new List<int>();
        var number = 0;
        foreach (var line in File.ReadLines(list))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            var at = line.LastIndexOf(' ');
            if (at < 1 || !int.TryParse(line.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var label))
                throw new SpecException($"{list}:{number}: expected '<path> <class index>', found '{line}'");
            var path = Path.GetFullPath(Path.Combine(root, line[..at].Trim()));
            if (!path.StartsWith(Path.GetFullPath(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                throw new SpecException($"{list}:{number}: '{line[..at]}' lies outside {root}");
            if (!File.Exists(path))
                throw new SpecException($"{list}:{number}: {path} does not exist");
            files.Add(path);
            labels.Add(label);
        }

        return files.Count > 0 ? new ImageFolderSource([.. files], [.. labels]) : throw new SpecException($"{list}: the list is empty");
    }

    /// <inheritdoc/>
    public int Label(int index) => _labels[index];

    /// <inheritdoc/>
    public string Describe(int index) => Files[index];

    /// <inheritdoc/>
    public void Decode(int index, InputSpec input, Span<byte> pixels) => ImageDecoder.Decode(Files[index], input, pixels);
}
