using SameSame.Evaluation.Sessions;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Qdq;
using SameSame.Quantization.BiasCorrection;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Search;
using SameSame.Quantization.Statistics;

namespace SameSame.Evaluation.Measurement;

/// <summary>Measures search candidates of one model: builds the quantized network and compares its logits with FP32 on a fold of the calibration images.</summary>
/// <param name="network">The network.</param>
/// <param name="plan">Its quantization plan.</param>
/// <param name="fitStatistics">Statistics of the fit fold alone, from <see cref="FitStatistics"/>: to the selection fold's images the ranges are as new as to any later one's.</param>
/// <param name="images">All calibration images.</param>
/// <param name="reference">FP32 logits of those images.</param>
/// <param name="means">Images of the fit fold for an empirical correction; asked for when one needs them.</param>
public sealed class NetworkScorer(Network network, QuantizationPlan plan, ModelStatistics fitStatistics, ImageBatches images, float[] reference, Func<MeanImages> means)
{
    /// <summary>At most so many images a fold; more narrow a comparison that is paired anyway by little.</summary>
    public const int FoldImages = 128;

    /// <summary>A scorer with all it needs, made here and now but for the means.</summary>
    public static NetworkScorer Prepare(Network network, QuantizationPlan plan, ImageBatches images, SessionSettings settings, CancellationToken cancellation)
    {
        var means = new Lazy<MeanImages>(() => MeanImages.Of(network, plan, FitImages(images), settings, cancellation));
        return new NetworkScorer(network, plan, FitStatistics(network, plan, images, settings, cancellation), images, Reference(network, images, settings), () => means.Value);
    }

    /// <summary>FP32 logits of the calibration images.</summary>
    public static float[] Reference(Network network, ImageBatches images, SessionSettings settings)
    {
        using var original = new OrtModel(OnnxFile.ToBytes(MeasuredForm.Of(network.Original)), settings, network.Name);
        return AccuracyRun.Measure(original, images, null, keepLogits: true, null, CancellationToken.None).Logits!;
    }

    /// <summary>Calibrates on the fit fold.</summary>
    public static ModelStatistics FitStatistics(Network network, QuantizationPlan plan, ImageBatches images, SessionSettings settings, CancellationToken cancellation) =>
        CalibrationPass.Run(network, plan, FitImages(images), Kept.Histograms, settings, null, cancellation);

    /// <summary>The fit fold of the calibration images.</summary>
    public static ImageBatches FitImages(ImageBatches images) => Of(images, CalibrationFold.Fit);

    /// <summary>Logit signal to noise in decibels. On the selection fold, where the last decisions fall, under the scheme's own bias correction; elsewhere under a quick one.</summary>
    public double Score(Factorization candidate, QuantizationScheme scheme, CalibrationFold fold, SessionSettings settings, CancellationToken cancellation)
    {
        var corrected = fold == CalibrationFold.Selection ? scheme : BiasCorrections.Quick(scheme);
        var export = CorrectedExport.Of(network, plan, fitStatistics, candidate, corrected, images.Input.PixelRange, means, cancellation);
        using var session = new OrtModel(OnnxFile.ToBytes(MeasuredForm.Of(export.Model)), settings, network.Name);
        var chosen = Fold(images.Count, fold);
        var classes = reference.Length / images.Count;
        float[] expected = [.. chosen.SelectMany(i => reference.AsSpan(i * classes, classes).ToArray())];
        var options = new AccuracyOptions { Reference = ReferenceLogits.Of(expected), Batches = BatchSizer.Fixed(BatchSizer.Smallest) };
        return AccuracyRun.Measure(session, Of(images, fold) with { Labels = new int[chosen.Length] }, options, cancellation).Noise.Decibels;
    }

    private static ImageBatches Of(ImageBatches images, CalibrationFold fold)
    {
        var chosen = Fold(images.Count, fold);
        return images with { Indices = [.. chosen.Select(i => images.Indices[i])], Labels = [.. chosen.Select(i => images.Labels[i])] };
    }

    /// <summary>Positions of a fold's images: every other one, every fourth for trials; all of them where there are too few to split.</summary>
    internal static int[] Fold(int count, CalibrationFold fold)
    {
        var all = Enumerable.Range(0, count);
        if (count < 8)
            return [.. all];
        int[] half = [.. all.Where(i => i % 2 == (fold == CalibrationFold.Selection ? 1 : 0)).Take(FoldImages)];
        return fold == CalibrationFold.Trial ? [.. half.Where((_, n) => n % 2 == 0)] : half;
    }
}
