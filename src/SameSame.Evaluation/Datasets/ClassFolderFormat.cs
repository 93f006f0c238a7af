using SameSame.Evaluation.Configuration;

namespace SameSame.Evaluation.Datasets;

/// <summary><c>class-folders</c>: <c>root/wnid/*.JPEG</c> and nothing else; a folder's name is its images' class.</summary>
public sealed class ClassFolderFormat : IImageFormat
{
    /// <inheritdoc/>
    public string Name => "class-folders";

    /// <inheritdoc/>
    public IEnumerable<NeededField> Needs(DatasetFile dataset, ImageSetSpec set) => [new("root", set.Root)];

    /// <inheritdoc/>
    public IImageSource Open(DatasetFile dataset, ImageSetSpec set)
    {
        var root = dataset.Resolve(set.Root);
        if (!Directory.Exists(root))
            throw new SpecException($"{dataset.Path}: root: there is no folder {root}");
        string[] folders = [.. Directory.EnumerateDirectories(root).Where(f => !Path.GetFileName(f).StartsWith('.')).Order(StringComparer.Ordinal)];
        if (folders.Length == 0)
            throw new SpecException($"{root}: there are no class folders in it; a flat folder of images is read by format imagenet-devkit or imagenet-list");
        var classes = ClassOrder.Of(dataset) ?? ClassOrder.Sorted(root, folders.Select(f => Path.GetFileName(f)));
        var (files, labels) = (new List<string>(), new List<int>());
        foreach (var folder in folders)
        {
            var label = classes.Find(Path.GetFileName(folder))
                ?? throw new SpecException($"{folder}: the folder's name is none of the {classes.Count} classes of {classes.Origin}; correct either, or move the folder away");
            var images = ImageFiles.In(folder);
            files.AddRange(images);
            labels.AddRange(Enumerable.Repeat(label, images.Length));
        }

        return files.Count > 0 ? new ImageFolderSource([.. files], [.. labels]) : throw new SpecException($"{root}: its {folders.Length} class folders hold no images");
    }
}
