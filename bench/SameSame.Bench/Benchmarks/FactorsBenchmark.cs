using System.Diagnostics;
using System.Text.Json;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;
using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx.Graph;
using SameSame.Onnx.Inspection;
using SameSame.Onnx.IO;
using SameSame.Onnx.Qdq;
using SameSame.Quantization.BiasCorrection;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Search;
using SameSame.Quantization.Statistics;

namespace SameSame.Bench.Benchmarks;

/// <summary>
/// What factors cost: analysis and every closed form on the graphs of a folder (weights are made up where a graph has none, activations are left out), and a whole search on a sample
/// network with 1, 2 and 4 slots in one run.
/// </summary>
internal static class FactorsBenchmark
{
    private static readonly QuantizationScheme Scheme = new(new BitWidths(8, 8), BiasCorrection: AnalyticBiasCorrection.Name);

    public static async Task<string> RunAsync(string[] args, CancellationToken cancellation)
    {
        var folder = args.Length > 0 ? args[0] : Path.Combine("..", "shared", "topologies");
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.onnx", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray() : [];
        var graphs = files.Select(f => ClosedForms(f, cancellation)).ToList();
        var slots = await SearchAsync(cancellation).ConfigureAwait(false);
        return JsonSerializer.Serialize(new { name = "factors", graphs, search = slots.Select(s => new { slots = s.Key, seconds = Math.Round(s.Value, 2), speedup = Math.Round(slots[1] / s.Value, 2) }) });
    }

    private static object ClosedForms(string file, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var model = OnnxFile.Load(file);
        PlaceholderWeights.Fill(model, seed: 1);
        var watch = Stopwatch.StartNew();
        var network = Network.Prepare(model, file);
        var problem = EqualizationProblems.Build(network, QuantizationPlan.Of(network.Folded, file), null);
        var analysis = watch.Elapsed.TotalSeconds;
        var methods = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var method in EqualizationMethods.GroupMethods.Where(m => !m.DependsOnScheme))
        {
            watch.Restart();
            EqualizationDriver.Run(problem, method);
            methods[method.Name] = Math.Round(watch.Elapsed.TotalSeconds, 3);
        }

        return new { graph = Path.GetFileNameWithoutExtension(file), classes = problem.ClassCount - 1, analysis = Math.Round(analysis, 3), methods, total = Math.Round(analysis + methods.Values.Sum(), 2) };
    }

    private static async Task<Dictionary<int, double>> SearchAsync(CancellationToken cancellation)
    {
        const string samples = "samples/fashion";
        var (zoo, dataset) = (ZooFile.Read(samples), DatasetFile.Read(Path.Combine(samples, "dataset.yaml")));
        var entry = zoo.Models.Single(m => m.Name == "fashion_mobilenet_v2");
        var cache = Directory.CreateTempSubdirectory("samesame-bench");
        try
        {
            using var set = OpenImageSet.Calibration(dataset, entry, cache.FullName, Environment.ProcessorCount, false, cancellation);
            var (images, session) = (set.Select(256, 0), new SessionSettings(1));
            var network = Network.Load(zoo.FileOf(entry));
            var plan = QuantizationPlan.Of(network.Folded, entry.Name);
            var problem = EqualizationProblems.Build(network, plan, CalibrationPass.Run(network, plan, images, Kept.Moments, session, null, cancellation));
            var scorer = NetworkScorer.Prepare(network, plan, images, session, cancellation);
            var others = EqualizationMethods.GroupMethods.Select(m => EqualizationDriver.Run(problem, m, Scheme)).ToList();
            var seconds = new Dictionary<int, double>();
            foreach (var slots in new[] { 1, 2, 4 })
            {
                var watch = Stopwatch.StartNew();
                await new FactorSearch(problem, Scheme, new SearchMethod(), new ParallelSearchWorker(problem, scorer, Scheme, slots)).RunAsync(others, cancellation).ConfigureAwait(false);
                seconds[slots] = watch.Elapsed.TotalSeconds;
            }

            return seconds;
        }
        finally
        {
            cache.Delete(recursive: true);
        }
    }
}
