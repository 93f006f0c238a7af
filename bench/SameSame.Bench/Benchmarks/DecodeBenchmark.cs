using System.Diagnostics;
using System.Text.Json;
using NetVips;
using SameSame.Bench.Evaluation;
using SameSame.Bench.Processes;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;
using SameSame.Evaluation.Preprocessing;

namespace SameSame.Bench.Benchmarks;

/// <summary>
/// Images a second into the pixel cache (decode, resize the short side, crop, write) against NetVips alone doing the same to memory, on as many threads: the
/// calibration images, short side 256, resized to 224 so that there is something to do.
/// </summary>
internal static class DecodeBenchmark
{
    private const int Turns = 7;

    public static Task<string> RunAsync(string[] args, CancellationToken cancellation)
    {
        var dataset = DatasetFile.Read(Path.Combine(RealNetwork.Folder, "dataset.yaml"));
        var source = ImageSources.Open(dataset, dataset.Calibration!);
        var input = new InputSpec { Height = 224, Width = 224, Resize = 224 };
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        Bare(source, options);
        var (ratios, rate) = (new List<double>(), 0.0);
        for (var turn = 0; turn < Turns; turn++)
        {
            using var folder = new Workspace();
            double Ours()
            {
                var start = Stopwatch.GetTimestamp();
                PixelCache.Open(folder["cache"], source, $"{turn}", input, options.MaxDegreeOfParallelism, false, cancellation).Dispose();
                return Stopwatch.GetElapsedTime(start).TotalSeconds;
            }

            // Operands are evaluated from left to right, so the sides take turns at coming first.
            var (ours, theirs) = turn % 2 == 0 ? (Ours(), Bare(source, options)) : Swap(Bare(source, options), Ours());
            ratios.Add(theirs / ours);
            rate = Math.Max(rate, source.Count / ours);
        }

        var ratio = Ratios.Of(ratios);
        return Task.FromResult(JsonSerializer.Serialize(new { name = "decode", images = source.Count, threads = options.MaxDegreeOfParallelism, imagesPerSecond = Math.Round(rate, 1), ratio = ratio.Ratio, ratioMin = ratio.RatioMin, ratioMax = ratio.RatioMax }));
    }

    private static (double, double) Swap(double first, double second) => (second, first);

    private static double Bare(IImageSource source, ParallelOptions options)
    {
        var start = Stopwatch.GetTimestamp();
        Parallel.ForEach(source.Files, options, file =>
        {
            using var image = Image.NewFromFile(file, access: Enums.Access.Sequential);
            using var rgb = image.Colourspace(Enums.Interpretation.Srgb);
            using var resized = rgb.Resize(224.0 / Math.Min(rgb.Width, rgb.Height), kernel: Enums.Kernel.Linear);
            using var cropped = resized.Crop((resized.Width - 224) / 2, (resized.Height - 224) / 2, 224, 224);
            GC.KeepAlive(cropped.WriteToMemory<byte>());
        });
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
