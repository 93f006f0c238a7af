using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Qdq;
using SameSame.Onnx.Schema;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Metrics;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests.Measurement;

/// <summary>
/// What a cell measures is what its graph says. A session without optimizations gives the logits of plain float Div/Round/Clip/Mul; the
/// optimized session that measures gives, block by block, their codes, but for values that fall on the edge between two.
/// </summary>
public class FaithfulnessTests
{
    private static readonly (string Bits, string Granularity, string Method)[] Kinds =
    [
        ("8/8", "per-tensor", "two-step"), ("8/8", "per-channel", "cle"), ("6/6", "per-tensor", "cle"), ("4/8", "per-channel", "one-step"), ("8/16", "per-tensor", "none"),
    ];

    [Fact]
    public void On_the_sample_zoo() => Check(Places.Fashion, 32);

    [SkippableFact]
    public void On_ImageNet_networks() => Check(Places.Imagenet, 2);

    private static void Check(string folder, int count)
    {
        using var zoo = new SampleZoo(folder);
        foreach (var entry in zoo.Zoo.Models)
        {
            var network = zoo.Load(entry);
            var plan = QuantizationPlan.Of(network.Folded, entry.Name);
            var images = zoo.Evaluation(entry, count);
            var statistics = CalibrationPass.Run(network, plan, zoo.Calibration(entry, 16), Kept.Histograms, new SessionSettings(2), null, default);
            var original = Logits(network.Original, images, optimize: true);
            var stored = plan.Points.Where(p => p.Tensor != plan.Input).Select(p => p.Tensor).ToList();
            foreach (var (bits, granularity, method) in Kinds)
            {
                var factors = EqualizationDriver.Run(EqualizationProblems.Build(network, plan, statistics), (IGroupMethod)EqualizationMethods.Get(method));
                var scheme = new QuantizationScheme(BitWidths.Parse(bits), GranularityNames.Parse(granularity), BiasCorrection: "analytic");
                var model = QdqExporter.Export(network, plan, statistics, factors, scheme, entry.InputFor(zoo.Dataset.Resize).PixelRange).Model;
                var where = $"{entry.Name} {bits} {granularity} {method}";

                var simulated = Logits(FloatSimulation.Of(model), images, optimize: false);
                Assert.True(Sqnr(simulated, Logits(model, images, optimize: false)) > 100, $"{where}: the unoptimized session differs from the float simulation");
                var measured = Logits(model, images, optimize: true);
                Assert.True(Math.Abs(Sqnr(original, measured) - Sqnr(original, simulated)) < 2, $"{where}: {Sqnr(original, measured):0.0} dB measured, {Sqnr(original, simulated):0.0} simulated");
                images.ForEach(count, default, (_, _, tensor, shape) => CheckBlocks(model, stored, tensor, shape, measured, where));
            }
        }
    }

    private static void CheckBlocks(ModelProto model, List<string> stored, float[] tensor, long[] shape, float[] measured, string where)
    {
        var (blocks, logits) = BlockwiseSimulation.Compare(model, stored, tensor, shape);
        Assert.True(Sqnr(measured, logits) > 100, $"{where}: watching the session's tensors changed what it computes");
        foreach (var block in blocks)
            Assert.True(block.WorstSteps < 1.01 && block.Differing < 0.005, $"{where}: {block.Tensor}: {block.Differing:p2} of the values differ, by up to {block.WorstSteps:0.00} steps");
    }

    private static double Sqnr(float[] a, float[] b) => default(SignalToNoise).Add(a, b).Decibels;

    private static float[] Logits(ModelProto model, ImageBatches images, bool optimize)
    {
        using var session = new OrtModel(OnnxFile.ToBytes(MeasuredForm.Of(model)), new SessionSettings(2, optimize), "m");
        return AccuracyRun.Measure(session, images, null, keepLogits: true, null, default).Logits!;
    }
}
