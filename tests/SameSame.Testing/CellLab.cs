using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Plausibility;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Qdq;
using SameSame.Onnx.Qdq.Prediction;
using SameSame.Onnx.Schema;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Metrics;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;

namespace SameSame.Testing;

/// <summary>What one cell did in a <see cref="CellLab"/>.</summary>
/// <param name="Decibels">Logit SQNR of the quantized session over all images.</param>
/// <param name="Agreement">Share of images with the real network's top class, in percent.</param>
/// <param name="Gate">What the gate found on all images.</param>
public sealed record LabFigures(double Decibels, double Agreement, GateFigures Gate);

/// <summary>Takes one model through all stages of a cell in this process: calibration, factors, export, gate, measurement.</summary>
public sealed class CellLab
{
    private readonly ImageBatches _images;
    private readonly SessionSettings _settings = new(2);

    /// <summary>Prepares and calibrates.</summary>
    public CellLab(Network network, ImageBatches calibration, ImageBatches evaluation)
    {
        (Network, _images) = (network, evaluation);
        Plan = QuantizationPlan.Of(network.Folded, network.Name);
        Statistics = CalibrationPass.Run(network, Plan, calibration, Kept.Histograms, _settings, null, default);
        Reference = Logits(network.Original, _settings);
    }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>Its plan.</summary>
    public QuantizationPlan Plan { get; }

    /// <summary>Its calibration statistics.</summary>
    public ModelStatistics Statistics { get; }

    /// <summary>Real logits of the evaluation images, by the file as it was read.</summary>
    public float[] Reference { get; }

    /// <summary>Factors of a closed form.</summary>
    public Factorization Factors(string method, QuantizationScheme scheme) =>
        EqualizationDriver.Run(EqualizationProblems.Build(Network, Plan, Statistics), (IGroupMethod)EqualizationMethods.Get(method), scheme);

    /// <summary>The greatest deviation of the rewritten network's logits, relative to their range.</summary>
    public double Drift(Factorization factors)
    {
        var logits = Logits(Network.Factorize(factors.Factors).Model, _settings);
        return logits.Zip(Reference, (a, b) => float.IsFinite(a) ? Math.Abs((double)a - b) : double.PositiveInfinity).Max() / Math.Max(Reference.Max() - (double)Reference.Min(), 1e-30);
    }

    /// <summary>Quantizes.</summary>
    public QuantizedCell Quantize(string bits, string granularity, string method = "none", string correction = "none")
    {
        var scheme = new QuantizationScheme(BitWidths.Parse(bits), GranularityNames.Parse(granularity), BiasCorrection: correction);
        var factors = Factors(method, scheme);
        return new QuantizedCell(Network, Plan, Statistics, factors, scheme, _images.Input.PixelRange, QdqExporter.Export(Network, Plan, Statistics, factors, scheme, _images.Input.PixelRange));
    }

    /// <summary>Passes a cell through the gate and measures it.</summary>
    public LabFigures Measure(QuantizedCell cell)
    {
        CellGate.CheckFile(cell);
        using var session = new OrtModel(OnnxFile.ToBytes(MeasuredForm.Of(cell.Export.Model)), _settings, Network.Name);
        CellGate.CheckSession(cell, session, _images, Reference, _settings);
        var gate = CellGate.Predict(cell, LogitError.Logits(session, _images), _images, Reference, _settings);
        var result = AccuracyRun.Measure(session, _images, Reference, keepLogits: false, null, default);
        return new LabFigures(result.Noise.Decibels, result.Agreement, gate);
    }

    /// <summary>Compares the session with the file, whatever the file's own check says.</summary>
    public void CheckSession(QuantizedCell cell)
    {
        using var session = new OrtModel(OnnxFile.ToBytes(MeasuredForm.Of(cell.Export.Model)), _settings, Network.Name);
        CellGate.CheckSession(cell, session, _images, Reference, _settings);
    }

    /// <summary>What the gate finds on all images, whatever the file's own check says.</summary>
    public GateFigures Predict(QuantizedCell cell)
    {
        using var session = new OrtModel(OnnxFile.ToBytes(MeasuredForm.Of(cell.Export.Model)), _settings, Network.Name);
        return CellGate.Predict(cell, LogitError.Logits(session, _images), _images, Reference, _settings);
    }

    /// <summary>Logit SQNR of a cell against the network whose image alone is rounded: what is left once the input's own rounding is out of the way; and what is predicted of that.</summary>
    public (double Measured, double Predicted) BeyondTheImage(QuantizedCell cell)
    {
        var image = Logits(cell.Rounded(ErrorSources.Image).Model, _settings);
        double Against(ModelProto model) => default(SignalToNoise).Add(image, Logits(model, _settings)).Decibels;
        return (Against(cell.Export.Model), Against(cell.Rounded(ErrorSources.Predicted).Model));
    }

    /// <summary>Where a cell's error comes from.</summary>
    public IReadOnlyList<LayerError> Explain(QuantizedCell cell) => LayerErrors.Of(cell, _images, _settings);

    private float[] Logits(ModelProto model, SessionSettings settings)
    {
        using var session = new OrtModel(OnnxFile.ToBytes(MeasuredForm.Of(model)), settings, Network.Name);
        return AccuracyRun.Measure(session, _images, null, keepLogits: true, null, default).Logits!;
    }
}
