using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SameSame.Bench.Images;
using SameSame.Bench.Processes;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;
using SameSame.Evaluation.Preprocessing;

namespace SameSame.Bench.Benchmarks;

/// <summary>What a validation set of 50,000 images costs before the first inference, cold and warm, in time and memory.</summary>
internal static class IlsvrcBenchmark
{
    private static readonly ZooModel Model = new() { Name = "m", Input = new InputSpec { Height = 224, Width = 224, Resize = 256 } };

    public static Task<string> RunAsync(string[] args, CancellationToken cancellation)
    {
        var count = args.Length > 0 ? int.Parse(args[0], NumberStyles.None, CultureInfo.InvariantCulture) : 50_000;
        using var workspace = new Workspace();
        IlsvrcSet.Write(workspace.Root, count);
        var workers = Environment.ProcessorCount;
        var (dataset, cache) = (DatasetFile.Read(workspace["devkit.yaml"]), workspace["cache"]);
        var (source, open) = Timed(() => ImageSources.Open(dataset, dataset.Evaluation));
        var opened = new Dictionary<string, double> { ["imagenet-devkit"] = open };
        foreach (var other in new[] { "list.yaml", "folders.yaml" }.Select(n => DatasetFile.Read(workspace[n])))
            opened[other.Format] = Timed(() => ImageSources.Open(other, other.Evaluation)).Seconds;
        var (hash, hashing) = Timed(() => DatasetHash.Of(source, workspace["flat"], cache));
        var (pixels, building) = Timed(() => PixelCache.Open(cache, source, hash, Model.Input, workers, false, cancellation));
        pixels.Dispose();
        var (set, warm) = Timed(() => OpenImageSet.Evaluation(dataset, Model, cache, workers, false, cancellation));
        set.Dispose();
        using var self = Process.GetCurrentProcess();
        return Task.FromResult(JsonSerializer.Serialize(new
        {
            name = "ilsvrc",
            images = source.Count,
            secondsToOpen = opened,
            secondsToHash = hashing,
            secondsToBuildCache = building,
            imagesPerSecond = Math.Round(source.Count / building),
            secondsWarm = warm,
            peakMb = self.PeakWorkingSet64 >> 20,
            workers,
        }));
    }

    private static (T Result, double Seconds) Timed<T>(Func<T> work)
    {
        var watch = Stopwatch.StartNew();
        var result = work();
        return (result, Math.Round(watch.Elapsed.TotalSeconds, 3));
    }
}
