using System.Diagnostics;
using System.Text.Json;
using SameSame.Bench.Evaluation;
using SameSame.Bench.Processes;
using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Plausibility;
using SameSame.Evaluation.Sessions;
using SameSame.Hosting.Specs;
using SameSame.Onnx;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Qdq.Checks;

namespace SameSame.Bench.Benchmarks;

/// <summary>
/// What a cell's checks cost beside the cell and beside its sweep: every cell of <c>../shared/imagenet/sweep.yaml</c> on one thread, its checks timed between the
/// making of its session and its measurement over all images; then the sweep itself, with decoded pixels there, in processor time.
/// </summary>
internal static class GateBenchmark
{
    public static async Task<string> RunAsync(string[] args, CancellationToken cancellation)
    {
        using var folder = new Workspace();
        var spec = YamlFile.Read<SweepFile>(Path.Combine(RealNetwork.Folder, "sweep.yaml"));
        var settings = new SessionSettings(1);
        var (file, compare, predict, cells) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        var (count, skeletons, margin) = (0, new HashSet<string>(StringComparer.Ordinal), double.PositiveInfinity);
        foreach (var name in ZooFile.Read(RealNetwork.Folder).Models.Select(m => m.Name))
        {
            using var network = new RealNetwork(name, Path.Combine(folder["sweep"], "cache"));
            var real = Reference(network, name, settings);
            foreach (var (bits, method) in spec.Bits.SelectMany(_ => spec.Methods, (b, m) => (b, m)))
            {
                cancellation.ThrowIfCancellationRequested();
                var watch = Stopwatch.StartNew();
                var cell = network.Cell(bits, method);
                using var session = new OrtModel(OnnxFile.ToBytes(MeasuredForm.Of(cell.Export.Model)), settings, name);
                cells += watch.Elapsed;
                watch.Restart();
                CellGate.CheckFile(cell);
                file += watch.Elapsed;
                watch.Restart();
                if (skeletons.Add(GraphSkeleton.Of(cell.Export.Model)))
                    CellGate.CheckSession(cell, session, CellGate.Choose(network.Images, CellGate.SessionImages), real, settings);
                compare += watch.Elapsed;
                watch.Restart();
                var result = AccuracyRun.Measure(session, network.Images, new AccuracyOptions { KeepLogits = CellGate.PredictedImages }, cancellation);
                cells += watch.Elapsed;
                watch.Restart();
                var figures = CellGate.Predict(cell, result.Logits!, CellGate.Choose(network.Images, CellGate.PredictedImages), real, settings);
                predict += watch.Elapsed;
                margin = Math.Min(margin, figures.MeasuredDb - figures.PredictedDb);
                count++;
            }
        }

        var sweep = await SweepProcess.RunAsync(folder["sweep"], Environment.ProcessorCount).ConfigureAwait(false);
        var gate = file + compare + predict;
        return JsonSerializer.Serialize(new
        {
            name = "gate",
            cells = count,
            secondsOfCells = Math.Round(cells.TotalSeconds, 1),
            skeletons = skeletons.Count,
            millisecondsOfFile = Math.Round(file.TotalMilliseconds / count, 1),
            millisecondsOfSession = Math.Round(compare.TotalMilliseconds / count, 1),
            millisecondsOfPrediction = Math.Round(predict.TotalMilliseconds / count, 1),
            leastMarginDb = Math.Round(margin, 1),
            ofCells = Math.Round(gate / cells, 4),
            sweepProcessorSeconds = Math.Round(sweep.ProcessorSeconds, 1),
            ratio = Math.Round(gate.TotalSeconds / sweep.ProcessorSeconds, 4),
        });
    }

    private static float[] Reference(RealNetwork network, string name, SessionSettings settings)
    {
        using var session = new OrtModel(network.Float, settings, name);
        return AccuracyRun.Measure(session, CellGate.Choose(network.Images), null, keepLogits: true, null, CancellationToken.None).Logits!;
    }
}
