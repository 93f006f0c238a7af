using System.Diagnostics;
using System.Text.Json;
using SameSame.Bench.Evaluation;
using SameSame.Bench.Processes;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Sessions;
using SameSame.Hosting.Specs;

namespace SameSame.Bench.Benchmarks;

/// <summary>
/// The sweep of <c>../shared/imagenet/sweep.yaml</c>, process start to exit, against the bare inference of its cells: the same graphs, the same images, as many at
/// once as there are cores, nothing else. Cold starts from nothing; warm has the decoded pixels, as every later sweep of a dataset has; again measures all cells
/// anew on an instance that did so before, and so has FP32 logits, calibrations and factors, as a sweep of other bits or calibrators has.
/// </summary>
internal static class SweepBenchmark
{
    public static async Task<string> RunAsync(string[] args, CancellationToken cancellation)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 1;
        var (cold, warm, again) = (new List<double>(), new List<double>(), new List<double>());
        var (bareSeconds, coldSeconds, warmSeconds, againSeconds, cells) = (0.0, 0.0, 0.0, 0.0, 0);
        for (var round = 0; round < rounds; round++)
        {
            using var folder = new Workspace();
            var first = await SweepProcess.RunAsync(folder["cold"], Environment.ProcessorCount).ConfigureAwait(false);
            bareSeconds = Bare(Path.Combine(folder["cold"], "cache"), cancellation);
            Directory.CreateDirectory(folder["warm"]);
            Directory.Move(Path.Combine(folder["cold"], "cache"), Path.Combine(folder["warm"], "cache"));
            var second = await SweepProcess.RunAsync(folder["warm"], Environment.ProcessorCount).ConfigureAwait(false);
            var third = await SweepProcess.RunAsync(folder["warm"], Environment.ProcessorCount, "--force").ConfigureAwait(false);
            (coldSeconds, warmSeconds, againSeconds, cells) = (first.Seconds, second.Seconds, third.Seconds, second.Results.Count);
            cold.Add(first.Seconds / bareSeconds);
            warm.Add(second.Seconds / bareSeconds);
            again.Add(third.Seconds / bareSeconds);
        }

        var (w, c, a) = (Ratios.Of(warm), Ratios.Of(cold), Ratios.Of(again));
        return JsonSerializer.Serialize(new
        {
            name = "sweep",
            cells,
            bareSeconds = Math.Round(bareSeconds, 1),
            warmSeconds = Math.Round(warmSeconds, 1),
            coldSeconds = Math.Round(coldSeconds, 1),
            againSeconds = Math.Round(againSeconds, 1),
            again = a.Ratio,
            againMin = a.RatioMin,
            againMax = a.RatioMax,
            cold = c.Ratio,
            coldMin = c.RatioMin,
            coldMax = c.RatioMax,
            ratio = w.Ratio,
            ratioMin = w.RatioMin,
            ratioMax = w.RatioMax,
        });
    }

    // Every cell's own graph once, one to a core; only the time in the sessions counts, not their making.
    private static double Bare(string cache, CancellationToken cancellation)
    {
        var seconds = 0.0;
        var spec = YamlFile.Read<SweepFile>(Path.Combine(RealNetwork.Folder, "sweep.yaml"));
        foreach (var name in ZooFile.Read(RealNetwork.Folder).Models.Select(m => m.Name))
        {
            using var network = new RealNetwork(name, cache);
            using var bare = new BareLoop(network.Images, AccuracyRun.Batch);
            foreach (var bits in spec.Bits)
            {
                foreach (var methods in spec.Methods.Chunk(Environment.ProcessorCount))
                {
                    cancellation.ThrowIfCancellationRequested();
                    var sessions = methods.Select(m => new OrtModel(network.Quantized(bits, m), new SessionSettings(1), name)).ToList();
                    sessions.ForEach(s => bare.Run(s));
                    var watch = Stopwatch.StartNew();
                    var threads = sessions.Select(s => new Thread(() => bare.Run(s))).ToList();
                    threads.ForEach(t => t.Start());
                    threads.ForEach(t => t.Join());
                    // The images of a last, smaller batch are made up for.
                    seconds += watch.Elapsed.TotalSeconds * network.Images.Count / bare.Images;
                    sessions.ForEach(s => s.Dispose());
                }
            }
        }

        return seconds;
    }
}
