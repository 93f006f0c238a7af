using SameSame.Evaluation.Configuration;
using SameSame.Quantization;

namespace SameSame.Evaluation.Datasets;

/// <summary>Opens the image sets that dataset files describe.</summary>
public static class ImageSources
{
    private static readonly string[] Formats = ["imagenet-folder"];

    /// <summary>Opens one image set of a dataset.</summary>
    /// <exception cref="SpecException">The format is unknown, or a listed file is missing.</exception>
    public static IImageSource Open(DatasetFile dataset, ImageSetSpec set) => dataset.Format switch
    {
        "imagenet-folder" => ImageFolderSource.Open(dataset.Resolve(set.List), dataset.Resolve(set.Root)),
        _ => throw new SpecException($"{dataset.Path}: format: {Suggestion.Unknown("dataset format", dataset.Format, Formats)}"),
    };
}
