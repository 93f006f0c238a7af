using SameSame.Evaluation.Configuration;

namespace SameSame.Evaluation.Datasets;

/// <summary>
/// <c>imagenet-devkit</c>: validation images as they were distributed, <c>ILSVRC2012_val_00000001.JPEG</c> and so on in one folder, with the development kit's
/// <c>ILSVRC2012_validation_ground_truth.txt</c>. Line i of that has the ILSVRC2012_ID of image i, a number in an order of the kit's own; <c>synsets:</c> says
/// which wnid each is.
/// </summary>
public sealed class GroundTruthFormat : IImageFormat
{
    /// <inheritdoc/>
    public string Name => "imagenet-devkit";

    /// <inheritdoc/>
    public IEnumerable<NeededField> Needs(DatasetFile dataset, ImageSetSpec set) =>
    [
        new("root", set.Root),
        new("groundTruth", set.GroundTruth, "the kit's ILSVRC2012_validation_ground_truth.txt"),
        new("synsets", dataset.Synsets, "a text file with the wnid of ILSVRC2012_ID i on line i. Models count classes in another order, so that without it hardly a label in a thousand would be right. "
            + $"In the folder of the kit's meta.mat: {WnidList.FromDevelopmentKit}", Shared: true),
    ];

    /// <inheritdoc/>
    public IImageSource Open(DatasetFile dataset, ImageSetSpec set)
    {
        var labels = Labels(dataset);
        var truth = dataset.Resolve(set.GroundTruth);
        var ids = GroundTruth.Read(truth, labels.Length, dataset.Resolve(dataset.Synsets));
        return new ImageFolderSource(NumberedImages.Find(dataset.Resolve(set.Root), ids.Length, truth), [.. ids.Select(id => labels[id - 1])]);
    }

    // Class index by ILSVRC2012_ID - 1.
    private static int[] Labels(DatasetFile dataset)
    {
        var path = dataset.Resolve(dataset.Synsets);
        var wnids = WnidList.Read(path);
        var odd = wnids.FirstOrDefault(w => w.Length != 9 || w[0] != 'n' || !w.Skip(1).All(char.IsAsciiDigit));
        if (odd is not null)
            throw new SpecException($"{path}: a line begins with '{odd}', which is no wnid such as n02119789; write one wnid a line, in the order of ILSVRC2012_ID");
        // No sample of the kit's order is sorted; a sorted list is somebody's list of the models' classes.
        if (wnids.Count > 10 && wnids.SequenceEqual(wnids.Order(StringComparer.Ordinal)))
            throw new SpecException($"{path}: synsets: the wnids are sorted, which is the models' order and not that of ILSVRC2012_ID. In the folder of the kit's meta.mat: {WnidList.FromDevelopmentKit}");
        var classes = ClassOrder.Of(dataset)!;
        return [.. wnids.Select((w, i) => classes.Find(w) ?? throw new SpecException($"{path}: '{w}', ILSVRC2012_ID {i + 1}, is none of the {classes.Count} classes of {classes.Origin}"))];
    }
}
