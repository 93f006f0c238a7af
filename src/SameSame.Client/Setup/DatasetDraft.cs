using System.Globalization;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;

namespace SameSame.Client.Setup;

/// <summary>A first <c>dataset.yaml</c> with its lists: images to evaluate on, and others to calibrate on.</summary>
/// <param name="Files">File names in the folder and what is in them.</param>
/// <param name="Summary">What was found and decided, for people.</param>
/// <param name="Evaluation">Images to evaluate on.</param>
/// <param name="Calibration">Images to calibrate on.</param>
internal sealed record DatasetDraft(IReadOnlyDictionary<string, string> Files, string Summary, int Evaluation, int Calibration)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "dataset.yaml";

    /// <summary>Names of the lists.</summary>
    public const string EvaluationList = "evaluation.txt", CalibrationList = "calibration.txt";

    // All calibration images are read and cached; a sweep takes 256 unless it is told otherwise.
    private const int MostCalibration = 512, Wanted = 256;

    /// <summary>Looks at the images and decides.</summary>
    /// <exception cref="SpecException">There are no labelled images, or none are left to calibrate on.</exception>
    public static DatasetDraft Of(string folder, string name, string images, string? calibration)
    {
        string[] own = [Path.Combine(folder, EvaluationList), Path.Combine(folder, CalibrationList)];
        var layouts = new ImageLayouts(own.ToHashSet(StringComparer.Ordinal));
        var found = layouts.Find(images);
        var text = new DatasetText(folder);
        IImageSource Open(ImageLayout layout) => Opened(folder, text.Of(name, layout, null, ""));
        var source = Open(found);
        if (calibration is not null && IdxPairs.Evaluation(calibration) is { } idx)
            return Whole(text, name, found, source.Count, IdxPairs.Calibration(calibration) ?? idx, Open,
                $"calibration images: {calibration}");
        if (calibration is not null)
            return Beside(folder, text, name, found, source, calibration, CalibrationFiles.In(layouts, calibration, Open));
        if (!found.IsFiles)
            return Whole(text, name, found, source.Count, IdxPairs.Calibration(images)
                ?? throw new SpecException($"{images}: there is one pair of idx files, which no list can divide; name other "
                    + $"images to calibrate on with --calibration DIR"), Open, "the training images calibrate");
        return Split(folder, text, name, found, source, images);
    }

    private static DatasetDraft Whole(DatasetText text, string name, ImageLayout found, int count, ImageLayout calibration,
        Func<ImageLayout, IImageSource> open, string how) =>
        new(new Dictionary<string, string>
        {
            [FileName] = text.Of(name, found, calibration, "Calibration images are other images than those evaluated on."),
        }, how, count, open(calibration).Count);

    private static DatasetDraft Beside(string folder, DatasetText text, string name, ImageLayout found, IImageSource source,
        string calibration, IReadOnlyList<string> files)
    {
        // The same folder twice, or one in the other.
        string[] others = [.. files.Except(source.Files, StringComparer.Ordinal)];
        if (others.Length == 0)
            throw new SpecException($"{calibration}: all its images are images of the evaluation; name other images, or leave "
                + $"--calibration out: some are set apart then");
        string[] chosen = [.. ImageSelection.Take(others.Length, MostCalibration).Select(i => others[i])];
        var layout = List(folder, calibration, CalibrationList);
        return new(new Dictionary<string, string>
        {
            [FileName] = text.Of(name, found, layout, $"Calibration needs no labels: those in {CalibrationList} are 0."),
            [CalibrationList] = Lines(calibration, chosen.Select(f => (f, 0))),
        }, $"calibration images: {chosen.Length} of {others.Length} in {calibration}", source.Count, chosen.Length);
    }

    // By a fixed permutation: the same folder is always divided alike.
    private static DatasetDraft Split(string folder, DatasetText text, string name, ImageLayout found, IImageSource source,
        string images)
    {
        var wanted = Math.Min(Wanted, source.Count / 5);
        if (wanted == 0)
            throw new SpecException($"{images}: {source.Count} images are too few to set some apart for calibration; name "
                + $"others with --calibration DIR");
        var apart = ImageSelection.Draw(source.Count, wanted).ToHashSet();
        string Chosen(Func<int, bool> chosen) =>
            Lines(images, Enumerable.Range(0, source.Count).Where(chosen).Select(i => (source.Files[i], source.Label(i))));
        var evaluation = List(folder, images, EvaluationList) with { Shared =
            [.. found.Shared.Where(s => s.Name == "classes")] };
        return new(new Dictionary<string, string>
        {
            [FileName] = text.Of(name, evaluation, List(folder, images, CalibrationList), "No image is in both lists."),
            [EvaluationList] = Chosen(i => !apart.Contains(i)),
            [CalibrationList] = Chosen(apart.Contains),
        }, $"{wanted} of {source.Count} images are set apart for calibration, and not evaluated on",
            source.Count - wanted, wanted);
    }

    private static ImageLayout List(string folder, string root, string list) =>
        new("imagenet-list", ("root", root), ("list", Path.Combine(folder, list)));

    private static string Lines(string root, IEnumerable<(string File, int Label)> images) =>
        string.Concat(images.Select(i => string.Create(CultureInfo.InvariantCulture,
            $"{Path.GetRelativePath(root, i.File).Replace('\\', '/')} {i.Label}\n")));

    private static IImageSource Opened(string folder, string text)
    {
        var path = Path.Combine(folder, $"dataset.{Environment.ProcessId}.tmp");
        try
        {
            File.WriteAllText(path, text);
            var dataset = DatasetFile.Read(path);
            return ImageSources.Open(dataset, dataset.Evaluation);
        }
        catch (SpecException e)
        {
            // Nobody is to look for a file that is gone.
            throw new SpecException(e.Message.Replace(path, Path.Combine(folder, FileName), StringComparison.Ordinal), e);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
