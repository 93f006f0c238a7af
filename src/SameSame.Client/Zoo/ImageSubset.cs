using SameSame.Evaluation.Datasets;
using SameSame.Evaluation.Preprocessing;

namespace SameSame.Client.Zoo;

/// <summary>Some images of a set: a look at a few hundred need not read fifty thousand.</summary>
internal sealed class ImageSubset(IImageSource source, int[] indices) : IImageSource
{
    /// <inheritdoc/>
    public int Count => indices.Length;

    /// <inheritdoc/>
    public IReadOnlyList<string> Files { get; } = source.Files.Count == source.Count ? [.. indices.Select(i => source.Files[i])]
        : source.Files;

    /// <inheritdoc/>
    public int Label(int index) => source.Label(indices[index]);

    /// <inheritdoc/>
    public string Describe(int index) => source.Describe(indices[index]);

    /// <inheritdoc/>
    public void Decode(int index, InputSpec input, Span<byte> pixels) => source.Decode(indices[index], input, pixels);
}
