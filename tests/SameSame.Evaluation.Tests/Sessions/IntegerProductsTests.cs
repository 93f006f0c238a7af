using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Qdq;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests.Sessions;

/// <summary>The slower kernels are asked for exactly where the fast ones saturate.</summary>
public class IntegerProductsTests
{
    [Fact]
    public void Where_products_do_not_saturate_the_setting_changes_no_bit()
    {
        using var zoo = new SampleZoo(Places.Fashion);
        var chosen = new SessionSettings(1);
        foreach (var entry in zoo.Zoo.Models)
        {
            var network = zoo.Load(entry);
            var plan = QuantizationPlan.Of(network.Folded, entry.Name);
            var statistics = CalibrationPass.Run(network, plan, zoo.Calibration(entry, 16), Kept.Moments, chosen, null, default);
            var factors = EqualizationDriver.Run(EqualizationProblems.Build(network, plan, statistics), new TwoStepMethod());
            var model = OnnxFile.ToBytes(MeasuredForm.Of(QdqExporter.Export(network, plan, statistics, factors, new QuantizationScheme(BitWidths.Parse("8/8")), entry.InputFor(zoo.Dataset.Resize).PixelRange).Model));
            Assert.Equal(Logits(chosen with { PreciseProducts = true }), Logits(chosen));

            float[] Logits(SessionSettings settings)
            {
                using var session = new OrtModel(model, settings, entry.Name);
                return AccuracyRun.Measure(session, zoo.Evaluation(entry, 64), null, keepLogits: true, null, default).Logits!;
            }
        }
    }

    [Fact]
    public void Results_say_which_setting_they_ran_under()
    {
        var settings = new SessionSettings(1) { PreciseProducts = true };
        Assert.EndsWith("x64quantprecision=1", settings.Environment, StringComparison.Ordinal);
        Assert.EndsWith("x64quantprecision=0", (settings with { PreciseProducts = false }).Environment, StringComparison.Ordinal);
        // A CPU with the instructions that multiply and add four pairs at once has no kernel that saturates.
        if (CpuFeatures.InstructionSet.EndsWith("vnni", StringComparison.Ordinal))
            Assert.False(new SessionSettings(1).PreciseProducts);
    }
}
