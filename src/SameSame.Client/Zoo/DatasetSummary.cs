using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;

namespace SameSame.Client.Zoo;

/// <summary>What was found of a dataset, by class: folders that were forgotten and lists that are too short show here first.</summary>
internal static class DatasetSummary
{
    // More names than a line can hold.
    private const int Named = 5;

    /// <summary>One line: images, classes, how evenly they are spread, calibration images.</summary>
    /// <exception cref="SpecException">The dataset cannot be opened.</exception>
    public static string Of(DatasetFile dataset)
    {
        var calibration = dataset.Calibration is { } set ? $"{ImageSources.Open(dataset, set).Count} for calibration" : "none for calibration";
        return $"{Images(ImageSources.Open(dataset, dataset.Evaluation))}; {calibration}";
    }

    private static string Images(IImageSource source)
    {
        var counts = Enumerable.Range(0, source.Count).CountBy(source.Label).ToDictionary();
        int[] empty = [.. Enumerable.Range(0, counts.Keys.Max() + 1).Where(c => !counts.ContainsKey(c))];
        var (least, most) = (counts.Values.Min(), counts.Values.Max());
        return $"{source.Count} images of {counts.Count} classes, {(least == most ? $"{least}" : $"{least} to {most}")} each"
            + (empty.Length == 0 ? "" : $"; {empty.Length} classes have none ({string.Join(", ", empty.Take(Named))}{(empty.Length > Named ? ", ..." : "")})");
    }
}
