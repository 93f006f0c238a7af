using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;
using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Preprocessing;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Qdq;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Statistics;

namespace SameSame.Client.Models;

/// <summary>A prepared network with its calibration statistics: what <c>equalize</c> and <c>quantize</c> start from.</summary>
internal sealed record Calibrated(Network Network, QuantizationPlan Plan, ModelStatistics Statistics, InputSpec Input, Func<double[], double> Drift)
{
    /// <summary>Prepares and calibrates, on all cores.</summary>
    public static Calibrated Run(ModelContext context, int images, string cacheFolder, bool skipBadImages, CancellationToken cancellation)
    {
        var entry = context.RequireEntry();
        var network = Network.Prepare(context.Model, context.Path);
        var plan = QuantizationPlan.Of(network.Folded, context.Path);
        var settings = new SessionSettings(Environment.ProcessorCount);
        var set = OpenImageSet.Calibration(context.RequireDataset(), entry, cacheFolder, Environment.ProcessorCount, skipBadImages, cancellation);
        var statistics = CalibrationPass.Run(network, plan, set.Select(images, 0), settings, null, cancellation);
        return new Calibrated(network, plan, statistics, set.Input, factors => MeasureDrift(network, factors, set.Select(DriftCheck.Images, 0), settings));
    }

    /// <summary>Finds a method's factors and checks that the rewritten network computes the same.</summary>
    /// <exception cref="OnnxFormatException">It does not.</exception>
    public (Factorization Factorization, double Drift) Factorize(IEqualizationMethod method)
    {
        var factorization = EqualizationDriver.Run(EqualizationProblems.Build(Network, Plan, Statistics), method);
        var drift = Drift(factorization.Factors);
        return drift <= DriftCheck.Tolerance
            ? (factorization, drift)
            : throw new OnnxFormatException($"{Network.Name}: the rewritten FP32 network drifts by {drift:e1} of the logits' range; at most {DriftCheck.Tolerance:e0} is exact");
    }

    private static double MeasureDrift(Network network, double[] factors, ImageBatches images, SessionSettings settings)
    {
        using var original = new OrtModel(OnnxFile.ToBytes(MeasuredForm.Of(network.Original)), settings, network.Name);
        using var rewritten = new OrtModel(OnnxFile.ToBytes(MeasuredForm.Of(network.Factorize(factors).Model)), settings, network.Name);
        return DriftCheck.Measure(rewritten, images, DriftCheck.Reference(original, images));
    }
}
