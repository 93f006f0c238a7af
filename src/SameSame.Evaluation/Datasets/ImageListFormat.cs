using SameSame.Evaluation.Configuration;

namespace SameSame.Evaluation.Datasets;

/// <summary>
/// <c>imagenet-list</c>: a flat folder and a list (<c>val_map.txt</c>, <c>val.txt</c>) with <c>file label</c> a line; a label is a class index or, where the dataset states the
/// order of classes, a wnid.
/// </summary>
public sealed class ImageListFormat : IImageFormat
{
    /// <inheritdoc/>
    public string Name => "imagenet-list";

    /// <inheritdoc/>
    public IEnumerable<NeededField> Needs(DatasetFile dataset, ImageSetSpec set) => [new("root", set.Root), new("list", set.List)];

    /// <inheritdoc/>
    public IImageSource Open(DatasetFile dataset, ImageSetSpec set)
    {
        var classes = ClassOrder.Of(dataset);
        return ImageList.Read(dataset.Resolve(set.List), dataset.Resolve(set.Root), "class index or wnid", (text, place) => Label(classes, text, place));
    }

    private static int? Label(ClassOrder? classes, string text, string place)
    {
        if (ImageFolderSource.ClassIndex(text) is { } index)
        {
            return classes is null || index < classes.Count ? index
                : throw new SpecException($"{place}: class index {index} is out of range: {classes.Origin} has {classes.Count} classes, counted from 0");
        }

        if (!char.IsAsciiLetter(text[0]))
            return null;
        if (classes is null)
            throw new SpecException($"{place}: '{text}' is a wnid, and the dataset does not say which index it has; add classes: with a file of one wnid a line, in the models' order");
        return classes.Find(text) ?? throw new SpecException($"{place}: '{text}' is none of the {classes.Count} classes of {classes.Origin}");
    }
}
