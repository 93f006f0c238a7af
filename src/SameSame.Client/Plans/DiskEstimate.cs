using System.Globalization;
using SameSame.Contracts.Sweeps;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;
using SameSame.Evaluation.Preprocessing;

namespace SameSame.Client.Plans;

/// <summary>What a local sweep writes: decoded pixels, once for each image set and preprocessing, and FP32 logits.</summary>
internal static class DiskEstimate
{
    /// <summary>One line.</summary>
    public static string Of(SweepSpec spec, IReadOnlyList<ModelPlan> models, string dataFolder)
    {
        var dataset = DatasetFile.Read(spec.Dataset);
        var open = models.Where(m => m.New > 0).Select(m => m.Model).ToHashSet(StringComparer.Ordinal);
        var entries = ZooFile.Read(spec.Zoo).Models.Where(m => open.Contains(m.Name)).ToList();
        var (needed, there) = (0L, 0L);
        foreach (var set in new[] { dataset.Evaluation, dataset.Calibration! })
        {
            var source = ImageSources.Open(dataset, set);
            foreach (var input in entries.Select(e => e.InputFor(set.Resize)).DistinctBy(i => i.PixelKey))
            {
                var bytes = (long)source.Count * input.PixelBytes;
                needed += bytes;
                there += IsThere(dataset, set, source, input, Path.Combine(dataFolder, "cache")) ? bytes : 0;
            }
        }

        var logits = models.Sum(m => m.LogitBytes);
        return $"{Size(needed - there)} of decoded pixels{(there > 0 ? $" ({Size(there)} more are there already)" : "")} and "
            + $"{Size(logits)} of FP32 logits, beside statistics and factors; {Size(Free(dataFolder))} are free";
    }

    // Where nothing was ever decoded, images need not be hashed to know it.
    private static bool IsThere(DatasetFile dataset, ImageSetSpec set, IImageSource source, InputSpec input, string cache) =>
        Directory.Exists(cache) && Directory.EnumerateFiles(cache, "*.pixels").Any()
            && File.Exists(PixelCache.PathOf(cache, DatasetHash.Of(source, dataset.Resolve(set.Root), cache), input));

    private static long Free(string folder)
    {
        var there = new DirectoryInfo(Path.GetFullPath(folder));
        while (!there.Exists && there.Parent is { } parent)
            there = parent;
        return new DriveInfo(there.FullName).AvailableFreeSpace;
    }

    private static string Size(long bytes) => bytes >= 1_000_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB")
            : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");
}
