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

namespace SameSame.Evaluation.Tests.Sessions;

/// <summary>Int8 that is what it says: every node on the provider that was asked for, every layer of up to 8 bits on an integer kernel.</summary>
public class ProviderCensusTests
{
    private static readonly string[] Curves = ["HardSigmoid", "Sigmoid"];

    [Theory]
    [InlineData("8/8", true)]
    [InlineData("6/6", true)]
    [InlineData("4/8", true)]
    [InlineData("2/4", true)]
    [InlineData("8/16", false)]
    [InlineData("16/16", false)]
    public void Layers_of_up_to_8_bits_run_on_integers(string bits, bool integer)
    {
        using var zoo = new SampleZoo(Places.Fashion);
        foreach (var entry in zoo.Zoo.Models)
        {
            var network = zoo.Load(entry);
            var plan = QuantizationPlan.Of(network.Folded, entry.Name);
            var statistics = CalibrationPass.Run(network, plan, zoo.Calibration(entry, 16), Kept.Moments, new SessionSettings(1), null, default);
            var factors = EqualizationDriver.Run(EqualizationProblems.Build(network, plan, statistics), new NoneMethod());
            var export = QdqExporter.Export(network, plan, statistics, factors, new QuantizationScheme(BitWidths.Parse(bits), Granularity.PerTensor), entry.InputFor(zoo.Dataset.Resize).PixelRange);
            var census = Census(export.Model, zoo.Evaluation(entry, 4));
            var layers = LinearLayer.All(network.Folded).Count;
            Assert.Equal(OrtModel.CpuProvider, Assert.Single(census.Nodes).Key);
            Assert.True(census.Nodes.Values.Sum() >= layers, $"{entry.Name}: {census.Text}");
            if (integer)
            {
                // A gate's curve between a layer and where its block is stored needs the layer's output in floating point, and the runtime says so.
                var consumers = network.Folded.Consumers();
                var curved = LinearLayer.All(network.Folded).Count(l => consumers.TryGetValue(l.Output, out var next) && next is [var only] && Curves.Contains(only.OpType));
                Assert.True(census.FloatLayers.Count == curved, $"{entry.Name} {bits}: {curved} of {layers} layers were expected in floating point, not {string.Join(", ", census.FloatLayers)}");
                Assert.True(census.IntegerNodes >= layers - curved, $"{entry.Name} {bits}: {census.IntegerNodes} integer kernels for {layers} layers");
            }
            else
            {
                Assert.Equal((layers, 0), (census.FloatLayers.Count, census.IntegerNodes));
            }
        }
    }

    [Fact]
    public void A_float_network_runs_in_floating_point()
    {
        using var zoo = new SampleZoo(Places.Fashion);
        var entry = zoo.Zoo.Models[0];
        var network = zoo.Load(entry);
        var census = Census(network.Original, zoo.Evaluation(entry, 4));
        Assert.Equal((LinearLayer.All(network.Folded).Count, 0), (census.FloatLayers.Count, census.IntegerNodes));
        Assert.StartsWith($"{OrtModel.CpuProvider}:", census.Text, StringComparison.Ordinal);
        // Other test processes profile at the same time, each under its own id.
        Assert.Empty(Directory.GetFiles(Path.GetTempPath(), $"samesame-{Environment.ProcessId}-*"));
    }

    private static ProviderCensus Census(ModelProto model, ImageBatches images)
    {
        using var session = new OrtModel(OnnxFile.ToBytes(MeasuredForm.Of(model)), new SessionSettings(1, CountNodes: true), "m");
        return AccuracyRun.Measure(session, images, null, keepLogits: false, null, default).Census!;
    }
}
