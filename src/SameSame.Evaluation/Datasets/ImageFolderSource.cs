using System.Globalization;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Preprocessing;

namespace SameSame.Evaluation.Datasets;

/// <summary>Images in files of their own, in folders of any layout.</summary>
public sealed class ImageFolderSource : IImageSource
{
    private readonly int[] _labels;

    internal ImageFolderSource(string[] files, int[] labels) => (Files, _labels) = (files, labels);

    /// <inheritdoc/>
    public int Count => Files.Count;

    /// <inheritdoc/>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Reads a list file with <c>relative/path class-index</c> a line.</summary>
    /// <exception cref="SpecException">The list is missing, empty or malformed, or lists a file that is not there.</exception>
    public static ImageFolderSource Open(string list, string root) => ImageList.Read(list, root, "class index", (text, _) => ClassIndex(text));

    /// <inheritdoc/>
    public int Label(int index) => _labels[index];

    /// <inheritdoc/>
    public string Describe(int index) => Files[index];

    /// <inheritdoc/>
    public void Decode(int index, InputSpec input, Span<byte> pixels) => ImageDecoder.Decode(Files[index], input, pixels);

    /// <summary>A class index as list files write it, or null.</summary>
    internal static int? ClassIndex(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
}
