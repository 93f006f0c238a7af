using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx.Graph;
using SameSame.Onnx.Qdq;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests.Measurement;

/// <summary>MobileNetV1 has dead channels, which equalization by weights alone has turned into biases of -6e7 elsewhere.</summary>
public class DeadChannelTests
{
    [SkippableTheory]
    [InlineData("per-tensor")]
    [InlineData("per-channel")]
    public void Weight_only_equalization_stretches_no_range_and_overflows_no_bias(string granularity)
    {
        using var zoo = new SampleZoo(Places.Imagenet);
        var entry = zoo.Zoo.Models.Single(m => m.Name.StartsWith("mobilenet_v1", StringComparison.Ordinal));
        var network = zoo.Load(entry);
        var plan = QuantizationPlan.Of(network.Folded, entry.Name);
        var statistics = CalibrationPass.Run(network, plan, zoo.Calibration(entry, 32), Kept.Histograms, new SessionSettings(2), null, default);
        var problem = EqualizationProblems.Build(network, plan, statistics);
        var found = EqualizationDriver.Run(problem, new CrossLayerEqualizationMethod());
        var dead = 0;
        foreach (var group in problem.Groups)
        {
            var view = GroupView.Of(problem, group, found.Factors);
            var live = LiveChannels.Find(view);
            dead += live.Count(l => !l);
            foreach (var row in view.Kernels.Concat(view.Activations))
                Assert.True(row.Max() <= row.Where((_, i) => live[i]).Max() * 1.0001, "a dead channel sets the range");
        }

        Assert.True(dead > 20, $"{dead} dead channels");
        var graph = network.Factorize(found.Factors);
        Assert.All(LinearLayer.All(graph), l => Assert.True(l.ReadBias(graph).Max(Math.Abs) < 1e3));
        var scheme = new QuantizationScheme(new BitWidths(8, 8), GranularityNames.Parse(granularity), BiasCorrection: "analytic");
        // With a scale a channel, a dead one's would be too fine for its bias: those are widened, counted, and no other.
        var widened = QdqExporter.Export(network, plan, statistics, found, scheme, entry.Input.PixelRange).WidenedChannels;
        Assert.InRange(widened, 0, granularity == "per-tensor" ? 0 : dead);
    }
}
