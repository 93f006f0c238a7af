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
        var (cold, warm, again, processor) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var (bare, first, second, third) = ((Seconds: 0.0, ProcessorSeconds: 0.0), default(SweepProcess.Outcome), default(SweepProcess.Outcome), default(SweepProcess.Outcome));
        for (var round = 0; round < rounds; round++)
        {
            using var folder = new Workspace();
            first = await SweepProcess.RunAsync(folder["cold"], Environment.ProcessorCount).ConfigureAwait(false);
            Directory.CreateDirectory(folder["warm"]);
            Directory.Move(Path.Combine(folder["cold"], "cache"), Path.Combine(folder["warm"], "cache"));
            // Half of the bare side before the sweep that counts and half after it: what the machine gains or loses meanwhile meets both.
            var before = Bare(Path.Combine(folder["warm"], "cache"), 0, cancellation);
            second = await SweepProcess.RunAsync(folder["warm"], Environment.ProcessorCount).ConfigureAwait(false);
            var after = Bare(Path.Combine(folder["warm"], "cache"), 1, cancellation);
            third = await SweepProcess.RunAsync(folder["warm"], Environment.ProcessorCount, "--force").ConfigureAwait(false);
            bare = (before.Seconds + after.Seconds, before.ProcessorSeconds + after.ProcessorSeconds);
            cold.Add(first.Seconds / bare.Seconds);
            warm.Add(second.Seconds / bare.Seconds);
            again.Add(third.Seconds / bare.Seconds);
            processor.Add(second.ProcessorSeconds / bare.ProcessorSeconds);
        }

        var (w, c, a, p) = (Ratios.Of(warm), Ratios.Of(cold), Ratios.Of(again), Ratios.Of(processor));
        return JsonSerializer.Serialize(new
        {
            name = "sweep",
            cells = second!.Results.Count,
            bareSeconds = Math.Round(bare.Seconds, 1),
            bareProcessorSeconds = Math.Round(bare.ProcessorSeconds, 1),
            warmSeconds = Math.Round(second.Seconds, 1),
            warmProcessorSeconds = Math.Round(second.ProcessorSeconds, 1),
            coldSeconds = Math.Round(first!.Seconds, 1),
            againSeconds = Math.Round(third!.Seconds, 1),
            again = a.Ratio,
            againMin = a.RatioMin,
            againMax = a.RatioMax,
            cold = c.Ratio,
            coldMin = c.RatioMin,
            coldMax = c.RatioMax,
            processor = p.Ratio,
            processorMin = p.RatioMin,
            processorMax = p.RatioMax,
            ratio = w.Ratio,
            ratioMin = w.RatioMin,
            ratioMax = w.RatioMax,
        });
    }

    // Every cell's own graph over every other batch, as many at once as there are cores; only the time in the sessions counts, not their making.
    private static (double Seconds, double ProcessorSeconds) Bare(string cache, int half, CancellationToken cancellation)
    {
        var (seconds, processor) = (0.0, 0.0);
        var spec = YamlFile.Read<SweepFile>(Path.Combine(RealNetwork.Folder, "sweep.yaml"));
        foreach (var name in ZooFile.Read(RealNetwork.Folder).Models.Select(m => m.Name))
        {
            using var network = new RealNetwork(name, cache);
            using var bare = new BareLoop(network.Images, AccuracyRun.Batch);
            var cells = spec.Bits.SelectMany(_ => spec.Methods, (bits, method) => new OrtModel(network.Quantized(bits, method), new SessionSettings(1), name)).ToList();
            cancellation.ThrowIfCancellationRequested();
            // The first runs of a session find its memory.
            cells.ForEach(c => bare.Run(c, half, 8));
            var (next, watch, used) = (-1, Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(Work)).ToList();
            threads.ForEach(t => t.Start());
            threads.ForEach(t => t.Join());
            // Half of the images, those of a last, smaller batch included, which the loop leaves out.
            var share = network.Images.Count / 2.0 / bare.ImagesOf(half, 2);
            seconds += watch.Elapsed.TotalSeconds * share;
            processor += (Environment.CpuUsage.TotalTime - used).TotalSeconds * share;
            cells.ForEach(c => c.Dispose());

            void Work()
            {
                while (Interlocked.Increment(ref next) is var cell && cell < cells.Count)
                    bare.Run(cells[cell], half, 2);
            }
        }

        return (seconds, processor);
    }
}
