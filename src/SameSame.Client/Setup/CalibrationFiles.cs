using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;

namespace SameSame.Client.Setup;

/// <summary>The images of a folder to calibrate on, labelled or not.</summary>
internal static class CalibrationFiles
{
    /// <summary>Full paths.</summary>
    /// <exception cref="SpecException">There are none.</exception>
    public static IReadOnlyList<string> In(ImageLayouts layouts, string folder, Func<ImageLayout, IImageSource> open)
    {
        var flat = ImageFiles.In(folder);
        return flat.Length > 0 ? flat : open(layouts.Find(folder)).Files;
    }
}
