using SameSame.Evaluation.Configuration;

namespace SameSame.Evaluation.Datasets;

/// <summary><c>imagenet-folder</c>: images in folders, and a list file that gives each one's class.</summary>
public sealed class ImageFolderFormat : IImageFormat
{
    /// <inheritdoc/>
    public string Name => "imagenet-folder";

    /// <inheritdoc/>
    public IEnumerable<NeededField> Needs(DatasetFile dataset, ImageSetSpec set) => [new("root", set.Root), new("list", set.List)];

    /// <inheritdoc/>
    public IImageSource Open(DatasetFile dataset, ImageSetSpec set) => ImageFolderSource.Open(dataset.Resolve(set.List), dataset.Resolve(set.Root));
}
