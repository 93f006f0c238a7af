using System.Globalization;
using SameSame.Evaluation.Datasets;

namespace SameSame.Evaluation.Configuration;

/// <summary>A <c>dataset.yaml</c>: labelled evaluation images and, beside them, calibration images.</summary>
public sealed record DatasetFile
{
    /// <summary>Name, as catalogues refer to it.</summary>
    public string Name { get; init; } = "";

    /// <summary>The layout: how images and labels lie on the disk.</summary>
    public string Format { get; init; } = "imagenet-folder";

    /// <summary>Folder of the images.</summary>
    public string Root { get; init; } = "";

    /// <summary>List file, <c>path class-index</c> a line.</summary>
    public string List { get; init; } = "";

    /// <summary>For <c>imagenet-devkit</c>: <c>ILSVRC2012_validation_ground_truth.txt</c>.</summary>
    public string GroundTruth { get; init; } = "";

    /// <summary>For <c>idx</c>: the file of images.</summary>
    public string Images { get; init; } = "";

    /// <summary>For <c>idx</c>: the file of labels.</summary>
    public string Labels { get; init; } = "";

    /// <summary>Class order: class i is line i. Layouts that name classes by wnid read it.</summary>
    public string? Classes { get; init; }

    /// <summary>The development kit's order: the wnid of ILSVRC2012_ID i on line i.</summary>
    public string Synsets { get; init; } = "";

    /// <summary>Overrides the model's resize: <c>none</c>, or the short side in pixels.</summary>
    public string? Resize { get; init; }

    /// <summary>The calibration images.</summary>
    public ImageSetSpec? Calibration { get; init; }

    /// <summary>Where the file was read from.</summary>
    [YamlDotNet.Serialization.YamlIgnore]
    public string Path { get; private set; } = "";

    /// <summary>The evaluation images as an image set.</summary>
    public ImageSetSpec Evaluation => new() { Root = Root, List = List, GroundTruth = GroundTruth, Images = Images, Labels = Labels, Resize = Resize };

    /// <summary>Reads and validates a dataset file.</summary>
    /// <exception cref="SpecException">It cannot be used.</exception>
    public static DatasetFile Read(string path)
    {
        var dataset = YamlFile.Read<DatasetFile>(path);
        dataset.Path = path;
        if (dataset.Name.Length == 0)
            throw new SpecException($"{path}: name: a dataset needs one");
        foreach (var (field, set) in new[] { ("", dataset.Evaluation), ("calibration.", dataset.Calibration) })
        {
            if (set is null)
                continue;
            var format = ImageSources.Format(dataset, set);
            if (format.Needs(dataset, set).FirstOrDefault(n => n.Value.Length == 0) is { } missing)
                throw new SpecException($"{path}: {(missing.Shared ? "" : field)}{missing.Name} is needed for format {format.Name}{(missing.Why.Length > 0 ? $": {missing.Why}" : "")}");
            if (set.Resize is not (null or "none") && !(int.TryParse(set.Resize, NumberStyles.None, CultureInfo.InvariantCulture, out var side) && side > 0))
                throw new SpecException($"{path}: {field}resize '{set.Resize}': expected none or a number of pixels");
        }

        return dataset;
    }

    /// <summary>A path written in this file.</summary>
    public string Resolve(string path) => YamlFile.Resolve(Path, path);
}

/// <summary>Where one set of images lies; which fields count depends on the layout.</summary>
public sealed record ImageSetSpec
{
    /// <summary>The layout, where it is not the dataset's.</summary>
    public string? Format { get; init; }

    /// <summary>Folder of the images.</summary>
    public string Root { get; init; } = "";

    /// <summary>List file.</summary>
    public string List { get; init; } = "";

    /// <summary>File of ILSVRC2012_IDs.</summary>
    public string GroundTruth { get; init; } = "";

    /// <summary>The file of images.</summary>
    public string Images { get; init; } = "";

    /// <summary>The file of labels.</summary>
    public string Labels { get; init; } = "";

    /// <summary>Overrides the model's resize.</summary>
    public string? Resize { get; init; }
}
