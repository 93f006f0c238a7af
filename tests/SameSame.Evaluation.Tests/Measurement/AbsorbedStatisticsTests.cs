using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx.Absorption;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Qdq;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests.Measurement;

/// <summary>Absorption on a trained network with ReLU6: nothing is calibrated again, and what is derived is what a second calibration finds.</summary>
public sealed class AbsorbedStatisticsTests : IDisposable
{
    private const int Images = 24;
    private readonly SampleZoo _zoo = new(Places.Fashion);
    private readonly ImageBatches _images;
    private readonly Network _network;
    private readonly QuantizationPlan _plan;
    private readonly ModelStatistics _statistics;
    private readonly BiasAbsorption _absorption;

    public AbsorbedStatisticsTests()
    {
        var entry = _zoo.Zoo.Models.Single(m => m.Name == "fashion_mobilenet_v1");
        (_network, _images) = (_zoo.Load(entry), _zoo.Calibration(entry, Images));
        _plan = QuantizationPlan.Of(_network.Folded, entry.Name);
        _statistics = CalibrationPass.Run(_network, _plan, _images, Kept.Histograms, new SessionSettings(1), null, default);
        _absorption = BiasAbsorption.Of(_network, _statistics);
        Assert.True(_absorption.Channels > 0);
    }

    public void Dispose() => _zoo.Dispose();

    [Fact]
    public void Shifted_statistics_histograms_and_tap_means_are_those_of_a_second_calibration()
    {
        var (shifted, seen) = (_absorption.Shift(_statistics), CalibrationPass.Run(_absorption.Network, _plan, _images, Kept.Histograms, new SessionSettings(1), null, default));
        var moved = 0;
        foreach (var (name, expected) in seen.Tensors)
        {
            var s = shifted.Tensors[name];
            for (var c = 0; c < s.Channels; c++)
            {
                Assert.Equal(expected.Min[c], s.Min[c], 1e-3);
                Assert.Equal(expected.Max[c], s.Max[c], 1e-3);
                Assert.Equal(expected.Mean[c], s.Mean[c], 1e-3);
                if (s.Min[c] == _statistics.Tensors[name].Min[c])
                    continue;
                moved++;
                var h = s.Histograms![c];
                Assert.InRange(s.Min[c], h.First * h.Width - 1e-3, (h.First + 1) * h.Width + 1e-3);
                Assert.InRange(s.Max[c], (h.First + h.Counts.Length - 1) * h.Width - 1e-3, (h.First + h.Counts.Length) * h.Width + 1e-3);
            }
        }

        Assert.Equal(_absorption.Channels, moved);
        foreach (var (layer, means) in seen.TapMeans)
            Assert.All(means.Zip(shifted.TapMeans[layer]), m => Assert.Equal(m.First, m.Second, 1e-3));
    }

    [Fact]
    public void On_calibration_images_the_logits_do_not_move()
    {
        using var original = new OrtModel(OnnxFile.ToBytes(_network.Original), new SessionSettings(1), "original");
        using var rewritten = new OrtModel(OnnxFile.ToBytes(_absorption.Network.Folded.Model), new SessionSettings(1), "rewritten");
        Assert.True(DriftCheck.Measure(rewritten, _images, DriftCheck.Reference(original, _images)) < DriftCheck.Tolerance);
    }

    /// <summary>The shifts that empirical correction measures must not undo what absorption did to the biases in front.</summary>
    [Fact]
    public void Empirical_correction_aims_at_the_rewritten_networks_means()
    {
        var (scheme, factorization) = (new QuantizationScheme(new BitWidths(16, 16), BiasCorrection: "empirical") { AbsorbBiases = true }, Ones());
        var images = EmpiricalCorrection.Select(_images, _network);
        var reference = EmpiricalCorrection.Reference(_network, _plan, images, new SessionSettings(1), default);
        var export = EmpiricalCorrection.Export(_network, _plan, _statistics, reference, factorization, scheme, images, default);
        var greatest = _statistics.Tensors.Max(t => t.Value.Min.Zip(_absorption.Shift(_statistics).Tensors[t.Key].Min, (before, after) => before - after).Max());
        // At 16 bits rounding shifts next to nothing; a forgotten amount would be as large as the amounts themselves.
        Assert.Equal(_absorption.Channels, export.Absorption!.Channels);
        Assert.All(export.BiasShifts!.Values.SelectMany(s => s), s => Assert.InRange(s, -greatest / 4, greatest / 4));
    }

    private Factorization Ones() => new("none", [.. Enumerable.Repeat(1.0, _network.Analysis.ClassCount)], 0);
}
