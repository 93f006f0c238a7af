using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Qdq;
using SameSame.Onnx.Schema;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests.Measurement;

public class EmpiricalCorrectionTests
{
    private static readonly SessionSettings Session = new(1);

    [Fact]
    public void Every_layer_of_the_corrected_network_has_the_mean_output_that_it_had_before()
    {
        using var zoo = new SampleZoo(Places.Fashion);
        foreach (var entry in zoo.Zoo.Models)
        {
            var network = zoo.Load(entry);
            var plan = QuantizationPlan.Of(network.Folded, entry.Name);
            var images = zoo.Calibration(entry, 48);
            var statistics = CalibrationPass.Run(network, plan, images, Kept.Histograms, Session, null, default);
            var factors = EqualizationDriver.Run(EqualizationProblems.Build(network, plan, statistics), new TwoStepMethod());
            var scheme = new QuantizationScheme(new BitWidths(6, 8), BiasCorrection: "empirical");
            var corrected = EmpiricalCorrection.Export(network, plan, statistics, statistics, factors, scheme, images, default);
            var plain = QdqExporter.Export(network, plan, statistics, factors, scheme with { BiasCorrection = "none" }, images.Input.PixelRange);
            var expected = OutputMeans.Of(network, statistics, factors);
            // Each layer of its own was corrected, not only the last.
            Assert.True(expected.Count >= 4, entry.Name);
            var (before, after) = (Mean(plain, expected, images), Mean(corrected, expected, images));
            Assert.True(after < 0.15 * before, $"{entry.Name}: means are off by {before:0.000} and then by {after:0.000} of their layers' greatest");
        }
    }

    [Fact]
    public void Means_of_layers_follow_from_means_of_inputs()
    {
        using var zoo = new SampleZoo(Places.Fashion);
        var entry = zoo.Zoo.Models[0];
        var network = zoo.Load(entry);
        var plan = QuantizationPlan.Of(network.Folded, entry.Name);
        var images = zoo.Calibration(entry, 16);
        var statistics = CalibrationPass.Run(network, plan, images, Kept.Histograms, Session, null, default);
        double[] factors = [1, .. Enumerable.Range(1, network.Analysis.ClassCount - 1).Select(n => 0.5 + n % 3)];
        var means = OutputMeans.Of(network, statistics, new Factorization("test", factors, 1));
        var rewritten = network.Factorize(factors);
        foreach (var (tensor, measured) in Means(rewritten.Model, means.Keys, images))
            Assert.All(measured.Zip(means[tensor]), m => Assert.Equal(m.First, m.Second, 1e-4 * (1 + Math.Abs(m.First))));
    }

    [Fact]
    public void The_same_cell_gets_the_same_bytes()
    {
        using var zoo = new SampleZoo(Places.Fashion);
        var entry = zoo.Zoo.Models[1];
        var network = zoo.Load(entry);
        var plan = QuantizationPlan.Of(network.Folded, entry.Name);
        var images = EmpiricalCorrection.Select(zoo.Calibration(entry, 100), network);
        Assert.Equal(EmpiricalCorrection.Images, images.Indices.Distinct().Count());
        var statistics = CalibrationPass.Run(network, plan, images, Kept.Histograms, Session, null, default);
        var none = EqualizationDriver.Run(EqualizationProblems.Build(network, plan, statistics), new NoneMethod());
        byte[] Export() => OnnxFile.ToBytes(EmpiricalCorrection.Export(network, plan, statistics, statistics, none, new QuantizationScheme(new BitWidths(4, 8), BiasCorrection: "empirical"), images, default).Model);
        Assert.Equal(Export(), Export());
    }

    // The greatest difference of a channel's mean from what it should be, in units of its layer's greatest mean, on average over layers. A bias has steps too: half of one is
    // forgiven. Values on the edge between two codes fall either way, so the rest is small, not zero.
    private static double Mean(QdqExport export, Dictionary<string, double[]> expected, ImageBatches images)
    {
        var outputs = export.Layers.Where(l => expected.ContainsKey(l.Value)).ToDictionary(l => l.Key.Output[0], l => l.Value);
        var graph = new OnnxGraph(export.Model);
        var producers = graph.Producers();
        var steps = export.Layers.ToDictionary(l => l.Key.Output[0], l => l.Key.Input.Count < 3 ? 0 : graph.Initializer(producers[l.Key.Input[2]].Input[1])!.ToFloats().Max());
        return Means(export.Model, outputs.Keys, images).Average(m =>
        {
            var wanted = expected[outputs[m.Key]];
            return m.Value.Zip(wanted, (a, b) => Math.Max(0, Math.Abs(a - b) - 0.5 * steps[m.Key])).Max() / wanted.Max(Math.Abs);
        });
    }

    private static Dictionary<string, double[]> Means(ModelProto model, IEnumerable<string> tensors, ImageBatches images)
    {
        var tapped = model.Clone();
        var present = tapped.Graph.Output.Select(o => o.Name).ToHashSet();
        foreach (var tensor in tensors.Where(t => !present.Contains(t)))
            tapped.Graph.Output.Add(new ValueInfoProto { Name = tensor });
        var (sums, counts) = (new Dictionary<string, double[]>(), new Dictionary<string, long>());
        using var session = new OrtModel(OnnxFile.ToBytes(tapped), new SessionSettings(1, Optimize: false), "tapped");
        images.ForEach(session.FixedBatch ?? 8, default, (_, count, input, shape) => session.Run(input, shape, (output, dims, values) =>
        {
            if (!tensors.Contains(session.Outputs[output]))
                return;
            var sum = sums.TryGetValue(session.Outputs[output], out var s) ? s : sums[session.Outputs[output]] = new double[dims[1]];
            var positions = values.Length / (int)(dims[0] * dims[1]);
            for (var r = 0; r < dims[0] * dims[1]; r++)
            {
                foreach (var v in values.Slice(r * positions, positions))
                    sum[r % dims[1]] += v;
            }

            counts[session.Outputs[output]] = counts.GetValueOrDefault(session.Outputs[output]) + dims[0] * positions;
        }));
        return sums.ToDictionary(p => p.Key, p => p.Value.Select(v => v / counts[p.Key]).ToArray());
    }
}
