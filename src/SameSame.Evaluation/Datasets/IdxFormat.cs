using SameSame.Evaluation.Configuration;

namespace SameSame.Evaluation.Datasets;

/// <summary><c>idx</c>: the two files of the MNIST family, one with all images and one with all labels, gzipped or not.</summary>
public sealed class IdxFormat : IImageFormat
{
    /// <inheritdoc/>
    public string Name => "idx";

    /// <inheritdoc/>
    public IEnumerable<NeededField> Needs(DatasetFile dataset, ImageSetSpec set) => [new("images", set.Images), new("labels", set.Labels)];

    /// <inheritdoc/>
    public IImageSource Open(DatasetFile dataset, ImageSetSpec set) => IdxSource.Open(dataset.Resolve(set.Images), dataset.Resolve(set.Labels));
}
