using System.Globalization;

namespace SameSame.Evaluation.Plausibility;

/// <summary>What a cell's gate found on its few images.</summary>
/// <param name="PredictedDb">Logit SQNR of the float network that only rounds and clips (<see cref="Onnx.Qdq.Prediction.RoundedNetwork"/>).</param>
/// <param name="MeasuredDb">Logit SQNR of the quantized session on the same images.</param>
public sealed record GateFigures(double PredictedDb, double MeasuredDb)
{
    /// <summary>A cell that loses more than this beyond its prediction is marked.</summary>
    public const double ToleranceDb = 12;

    // Beyond it float32 kernels themselves differ.
    private const double GreatestDb = 100;

    /// <summary>True where the quantized network has lost more than rounding and clipping explain.</summary>
    public bool Implausible => MeasuredDb < Math.Min(PredictedDb, GreatestDb) - ToleranceDb;

    /// <summary>One line about an implausible cell.</summary>
    /// <param name="layer">The first layer whose error exceeds its prediction; null where no single one does.</param>
    public string Describe(LayerError? layer) => string.Create(CultureInfo.InvariantCulture, $"{MeasuredDb:0.0} dB where {PredictedDb:0.0} were predicted")
        + (layer is null ? "; no single layer stands out" : string.Create(CultureInfo.InvariantCulture,
            $", first at {layer.Operator} '{layer.Layer}': {layer.MeasuredDb:0.0} dB where {layer.PredictedDb:0.0} were predicted"));
}
