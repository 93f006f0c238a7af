using SameSame.Evaluation.Configuration;
using SameSame.Evaluation.Datasets;
using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Plausibility;
using SameSame.Evaluation.Preprocessing;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx;
using SameSame.Onnx.Absorption;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Qdq;
using SameSame.Quantization.BiasCorrection;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Search;
using SameSame.Quantization.Statistics;

namespace SameSame.Client.Models;

/// <summary>A prepared network with its calibration statistics: what <c>equalize</c> and <c>quantize</c> start from.</summary>
internal sealed record Calibrated(Network Network, QuantizationPlan Plan, ModelStatistics Statistics, ImageBatches Images, Func<Network, double[], double> Drift)
{
    /// <summary>Prepares and calibrates, on all cores; the statistics hold what <paramref name="keep"/> says.</summary>
    public static Calibrated Run(ModelContext context, int images, Kept keep, string cacheFolder, bool skipBadImages, CancellationToken cancellation)
    {
        var entry = context.RequireEntry();
        var network = Network.Prepare(context.Model, context.Path, entry.Input.TensorShape);
        var plan = QuantizationPlan.Of(network.Folded, context.Path);
        var settings = new SessionSettings(Environment.ProcessorCount);
        var set = OpenImageSet.Calibration(context.RequireDataset(), entry, cacheFolder, Environment.ProcessorCount, skipBadImages, cancellation);
        var selected = set.Select(images, 0);
        var statistics = CalibrationPass.Run(network, plan, selected, keep, settings, null, cancellation);
        return new Calibrated(network, plan, statistics, selected, (rewritten, factors) => MeasureDrift(rewritten, factors, set.Select(DriftCheck.Images, 0), settings));
    }

    /// <summary>Preprocessing.</summary>
    public InputSpec Input => Images.Input;

    /// <summary>Finds a method's factors for a scheme.</summary>
    public async Task<Factorization> FactorizeAsync(IEqualizationMethod method, QuantizationScheme scheme, CancellationToken cancellation)
    {
        var problem = EqualizationProblems.Build(Network, Plan, Statistics);
        if (method is not SearchMethod search)
            return EqualizationDriver.Run(problem, (IGroupMethod)method, scheme);
        var others = EqualizationMethods.GroupMethods.Select(m => EqualizationDriver.Run(problem, m, scheme)).ToList();
        var settings = new SessionSettings(Environment.ProcessorCount);
        var scorer = NetworkScorer.Prepare(Network, Plan, Images, settings, cancellation);
        var worker = new ParallelSearchWorker(problem, scorer, scheme, Environment.ProcessorCount);
        return await new FactorSearch(problem, scheme, search, worker).RunAsync(others, cancellation).ConfigureAwait(false);
    }

    /// <summary>The quantized network, with the scheme's bias correction.</summary>
    public QdqExport Quantize(Factorization factorization, QuantizationScheme scheme, CancellationToken cancellation) => CorrectedExport.Of(
        Network, Plan, Statistics, factorization, scheme, Input.PixelRange,
        () => MeanImages.Of(Network, Plan, Images, new SessionSettings(Environment.ProcessorCount), cancellation), cancellation);

    /// <summary>Passes a quantized network through the gate of a cell, on calibration images.</summary>
    /// <exception cref="OnnxFormatException">The file does not hold what was meant, or ONNX Runtime's optimizations change it.</exception>
    public GateFigures Gate(QdqExport export, Factorization factorization, QuantizationScheme scheme)
    {
        var settings = new SessionSettings(Environment.ProcessorCount);
        var cell = new QuantizedCell(Network, Plan, Statistics, factorization, scheme, Input.PixelRange, export);
        CellGate.CheckFile(cell);
        var images = CellGate.Choose(Images);
        using var original = new OrtModel(OnnxFile.ToBytes(MeasuredForm.Of(Network.Original)), settings, Network.Name);
        using var session = new OrtModel(OnnxFile.ToBytes(MeasuredForm.Of(export.Model)), settings, Network.Name);
        var reference = DriftCheck.Reference(original, images);
        CellGate.CheckSession(cell, session, images, reference, settings);
        return CellGate.Predict(cell, LogitError.Logits(session, images), images, reference, settings);
    }

    /// <summary>How far the rewritten network's logits are from the original's.</summary>
    /// <exception cref="OnnxFormatException">Too far for a rewrite that claims exactness.</exception>
    public double CheckDrift(Factorization factorization)
    {
        var drift = Drift(Network, factorization.Factors);
        return drift <= DriftCheck.Tolerance
            ? drift
            : throw new OnnxFormatException($"{Network.Name}: the rewritten FP32 network drifts by {drift:e1} of the logits' range; at most {DriftCheck.Tolerance:e0} is exact");
    }

    /// <summary>The same of a network whose high biases were absorbed, which claims exactness on calibration images only.</summary>
    public double AbsorbedDrift(BiasAbsorption absorption, Factorization factorization) => Drift(absorption.Network, factorization.Factors);

    private static double MeasureDrift(Network network, double[] factors, ImageBatches images, SessionSettings settings)
    {
        using var original = new OrtModel(OnnxFile.ToBytes(MeasuredForm.Of(network.Original)), settings, network.Name);
        using var rewritten = new OrtModel(OnnxFile.ToBytes(MeasuredForm.Of(network.Factorize(factors).Model)), settings, network.Name);
        return DriftCheck.Measure(rewritten, images, DriftCheck.Reference(original, images));
    }
}
