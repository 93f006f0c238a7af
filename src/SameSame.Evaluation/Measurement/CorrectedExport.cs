using SameSame.Onnx.Graph;
using SameSame.Onnx.Qdq;
using SameSame.Quantization.BiasCorrection;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;

namespace SameSame.Evaluation.Measurement;

/// <summary>Exports a network under its scheme's bias correction, whichever that is: for a cell, for what a search decides on, and for <c>quantize</c> alike.</summary>
public static class CorrectedExport
{
    /// <summary>The quantized network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="statistics">Calibration statistics, for the ranges.</param>
    /// <param name="factors">The factors.</param>
    /// <param name="scheme">The scheme.</param>
    /// <param name="pixelRange">Range of the input.</param>
    /// <param name="means">Called where the correction runs images.</param>
    /// <param name="cancellation">Stops between layers.</param>
    public static QdqExport Of(
        Network network, QuantizationPlan plan, ModelStatistics statistics, Factorization factors, QuantizationScheme scheme, ValueRange pixelRange, Func<MeanImages> means,
        CancellationToken cancellation)
    {
        if (scheme.BiasCorrection != BiasCorrections.Empirical)
            return QdqExporter.Export(network, plan, statistics, factors, scheme, pixelRange);
        var (images, reference) = means();
        return EmpiricalCorrection.Export(network, plan, statistics, reference, factors, scheme, images, cancellation);
    }
}
