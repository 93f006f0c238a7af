using SameSame.Onnx.Graph;
using SameSame.Onnx.Qdq;
using SameSame.Onnx.Qdq.Prediction;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;

namespace SameSame.Evaluation.Plausibility;

/// <summary>A quantized network with all that it was made from: what a gate and an explanation look at.</summary>
/// <param name="Network">The network.</param>
/// <param name="Plan">Its plan.</param>
/// <param name="Statistics">Calibration statistics at factor 1.</param>
/// <param name="Factors">The factors.</param>
/// <param name="Scheme">The scheme.</param>
/// <param name="Pixels">The exact range of preprocessed pixels.</param>
/// <param name="Export">The quantized graph.</param>
public sealed record QuantizedCell(
    Network Network, QuantizationPlan Plan, ModelStatistics Statistics, Factorization Factors, QuantizationScheme Scheme, ValueRange Pixels, QdqExport Export)
{
    // Where high biases were absorbed, everything later was derived from the network and the statistics after it.
    private (Network Network, ModelStatistics Statistics) Made => Export.Absorption is { } absorbed ? (absorbed.Network, absorbed.Shift(Statistics)) : (Network, Statistics);

    /// <summary>By tensor, the range that its grid has to cover.</summary>
    public Dictionary<string, ValueRange> Ranges => ActivationRanges.OfTensors(Made.Network, Plan, Made.Statistics, Factors, Scheme, Pixels);

    /// <summary>The float network that makes the given errors and no others.</summary>
    public OnnxGraph Rounded(ErrorSources sources) => RoundedNetwork.Build(
        Export, Plan, Ranges, ActivationRanges.Quantizers(Made.Network, Plan, Made.Statistics, Factors, Scheme, Pixels), Scheme.Bits, sources);
}
