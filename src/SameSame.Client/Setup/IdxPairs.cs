namespace SameSame.Client.Setup;

/// <summary>Files of the MNIST family: <c>t10k-images-idx3-ubyte.gz</c> beside <c>t10k-labels-idx1-ubyte.gz</c>.</summary>
internal static class IdxPairs
{
    /// <summary>The images to evaluate on: those of a test set where there are several; null where there are none.</summary>
    public static ImageLayout? Evaluation(string folder) => Pairs(folder)
        .OrderBy(p => IsTest(p.Images) ? 0 : IsOther(p.Images) ? 2 : 1).Select(Layout).FirstOrDefault();

    /// <summary>
    /// Images of the same folder to calibrate on: not those of <see cref="Evaluation"/>; null where there are no others.
    /// </summary>
    public static ImageLayout? Calibration(string folder) => Pairs(folder).Where(p => IsOther(p.Images))
        .OrderBy(p => Has(p.Images, "calib") ? 0 : 1)
        .Select(Layout).FirstOrDefault(l => l.Fields[0].Path != Evaluation(folder)?.Fields[0].Path);

    private static IEnumerable<(string Images, string Labels)> Pairs(string folder) =>
        Directory.EnumerateFiles(folder, "*idx3-ubyte*").Order(StringComparer.Ordinal)
        .Select(f => (f, Path.Combine(folder, Path.GetFileName(f).Replace("images", "labels", StringComparison.Ordinal).Replace(
            "idx3", "idx1", StringComparison.Ordinal))))
        .Where(p => File.Exists(p.Item2));

    private static ImageLayout Layout((string Images, string Labels) pair) =>
        new("idx", ("images", pair.Images), ("labels", pair.Labels));

    private static bool IsTest(string path) => Has(path, "t10k") || Has(path, "test") || Has(path, "val");

    private static bool IsOther(string path) => Has(path, "calib") || Has(path, "train");

    private static bool Has(string path, string part) => Path.GetFileName(path)
        .Contains(part, StringComparison.OrdinalIgnoreCase);
}
