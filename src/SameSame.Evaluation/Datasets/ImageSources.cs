using SameSame.Evaluation.Configuration;
using SameSame.Quantization;

namespace SameSame.Evaluation.Datasets;

/// <summary>Opens the image sets that dataset files describe.</summary>
public static class ImageSources
{
    /// <summary>The layouts there are.</summary>
    public static IReadOnlyList<IImageFormat> Formats { get; } = [new ImageFolderFormat(), new IdxFormat()];

    /// <summary>Opens one image set of a dataset.</summary>
    /// <exception cref="SpecException">The format is unknown, or a listed file is missing.</exception>
    public static IImageSource Open(DatasetFile dataset, ImageSetSpec set) => Format(dataset).Open(dataset, set);

    /// <summary>The layout of a dataset.</summary>
    /// <exception cref="SpecException">The format is unknown.</exception>
    public static IImageFormat Format(DatasetFile dataset) => Formats.FirstOrDefault(f => f.Name == dataset.Format)
        ?? throw new SpecException($"{dataset.Path}: format: {Suggestion.Unknown("dataset format", dataset.Format, Formats.Select(f => f.Name))}");
}
