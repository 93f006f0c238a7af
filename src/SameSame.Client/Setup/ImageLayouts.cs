using SameSame.Evaluation.Configuration;

namespace SameSame.Client.Setup;

/// <summary>
/// Finds out how a folder keeps its labelled images. What lies in the folder and beside it counts: lists, class orders, ground
/// truth.
/// </summary>
/// <param name="ignored">Lists that are not to be taken: those that an earlier setup wrote.</param>
internal sealed class ImageLayouts(IReadOnlySet<string> ignored)
{
    private const string GroundTruth = "ILSVRC2012_validation_ground_truth.txt";
    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>The layout of a folder.</summary>
    /// <exception cref="SpecException">There are no labelled images in it.</exception>
    public ImageLayout Find(string folder) =>
        IdxPairs.Evaluation(folder) ?? Listed(folder) ?? DevelopmentKit(folder) ?? ClassFolders(folder)
        ?? throw new SpecException($"{folder}: no labelled images are found in it: class folders of images, a list of '<file> "
            + $"<class>' lines beside them, ImageNet's ground truth or MNIST's idx files are expected"
            + (Directory.EnumerateDirectories(folder).FirstOrDefault(d => ClassFolders(d) is not null) is { } below
                ? $"; {below} has class folders" : ""));

    private ImageLayout? Listed(string folder)
    {
        foreach (var list in Texts(folder).OrderBy(Doubt).Where(l => Doubt(l) < 2))
        {
            var line = File.ReadLines(list).FirstOrDefault(l => l.Trim().Length > 0)?.Trim() ?? "";
            var at = line.LastIndexOfAny(Blanks);
            if (at < 1 || !File.Exists(Path.Combine(folder, line[..at].TrimEnd())))
                continue;
            var label = line[(at + 1)..];
            var classes = label.All(char.IsAsciiDigit) ? null : ClassFile(folder, [label]);
            return With(new ImageLayout("imagenet-list", ("root", folder), ("list", list)), classes);
        }

        return null;
    }

    // Lists of training or calibration images label other images.
    private static int Doubt(string list)
    {
        var name = Path.GetFileName(list);
        bool Has(string part) => name.Contains(part, StringComparison.OrdinalIgnoreCase);
        return Has("train") || Has("calib") ? 2 : Has("val") || Has("test") ? 0 : 1;
    }

    private ImageLayout? DevelopmentKit(string folder)
    {
        if (Texts(folder).FirstOrDefault(t => Path.GetFileName(t) == GroundTruth) is not { } truth)
            return null;
        var synsets = Texts(folder).FirstOrDefault(t => Path.GetFileName(t) == "synsets.txt");
        return new ImageLayout("imagenet-devkit", [("root", folder), ("groundTruth", truth)], synsets is null ? []
            : [("synsets", synsets)]);
    }

    private ImageLayout? ClassFolders(string folder)
    {
        string[] names = [.. Directory.EnumerateDirectories(folder).Where(d => !Path.GetFileName(d).StartsWith('.')
            && Evaluation.Datasets.ImageFiles.In(d).Length > 0).Select(d => Path.GetFileName(d))];
        return names.Length == 0 ? null : With(new ImageLayout("class-folders", ("root", folder)), ClassFile(folder, names));
    }

    private static ImageLayout With(ImageLayout layout, string? classes) => classes is null ? layout
        : layout with { Shared = [("classes", classes)] };

    // A file whose lines begin with the classes, one each, in the models' order.
    private string? ClassFile(string folder, IReadOnlyCollection<string> classes) => Texts(folder).FirstOrDefault(text =>
    {
        var words = File.ReadLines(text).Select(l => l.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault() ?? "").Where(w => w.Length > 0).ToList();
        var known = words.ToHashSet(StringComparer.Ordinal);
        return known.Count == words.Count && classes.All(known.Contains);
    });

    private IEnumerable<string> Texts(string folder) =>
        new[] { folder, Path.GetDirectoryName(folder) }.OfType<string>()
            .SelectMany(f => Directory.EnumerateFiles(f, "*.txt").Order(StringComparer.Ordinal))
            .Where(t => !ignored.Contains(t));
}
