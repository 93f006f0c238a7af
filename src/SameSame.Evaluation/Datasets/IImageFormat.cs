using SameSame.Evaluation.Configuration;

namespace SameSame.Evaluation.Datasets;

/// <summary>A layout in which people keep labelled images. A new one is a class and a line in <see cref="ImageSources"/>.</summary>
public interface IImageFormat
{
    /// <summary>The name in dataset files.</summary>
    string Name { get; }

    /// <summary>Fields that the layout needs, with what <paramref name="set"/> or its <paramref name="dataset"/> has for each.</summary>
    IEnumerable<NeededField> Needs(DatasetFile dataset, ImageSetSpec set);

    /// <summary>Opens an image set and checks that all of it is there.</summary>
    /// <exception cref="SpecException">A file is missing or malformed.</exception>
    IImageSource Open(DatasetFile dataset, ImageSetSpec set);
}
