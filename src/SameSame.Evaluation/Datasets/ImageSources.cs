using SameSame.Evaluation.Configuration;
using SameSame.Quantization;

namespace SameSame.Evaluation.Datasets;

/// <summary>Opens the image sets that dataset files describe.</summary>
public static class ImageSources
{
    /// <summary>The layouts there are.</summary>
    public static IReadOnlyList<IImageFormat> Formats { get; } = [new ImageFolderFormat(), new ClassFolderFormat(), new GroundTruthFormat(), new ImageListFormat(), new IdxFormat()];

    /// <summary>Opens one image set of a dataset.</summary>
    /// <exception cref="SpecException">The format is unknown, or a listed file is missing.</exception>
    public static IImageSource Open(DatasetFile dataset, ImageSetSpec set) => Format(dataset, set).Open(dataset, set);

    /// <summary>The layout of an image set: its own, otherwise the dataset's.</summary>
    /// <exception cref="SpecException">The format is unknown.</exception>
    public static IImageFormat Format(DatasetFile dataset, ImageSetSpec set)
    {
        var name = set.Format ?? dataset.Format;
        return Formats.FirstOrDefault(f => f.Name == name)
            ?? throw new SpecException($"{dataset.Path}: {(set.Format is null ? "" : "calibration.")}format: {Suggestion.Unknown("dataset format", name, Formats.Select(f => f.Name))}");
    }
}
