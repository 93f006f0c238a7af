using SameSame.Onnx.Graph;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;

namespace SameSame.Onnx.Qdq;

/// <summary>Turns calibration statistics, rescaled for a factorization, into one quantizer for each parameter group of a plan.</summary>
public static class ActivationRanges
{
    /// <summary>Bits of the graph input in every scheme: pixels have 8.</summary>
    public const int InputBits = 8;

    /// <summary>The quantizer of each group.</summary>
    /// <param name="network">The network.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="statistics">Statistics at factor 1.</param>
    /// <param name="factorization">The factors, and the headroom of each tensor where a search chose one.</param>
    /// <param name="scheme">Bits and calibrator.</param>
    /// <param name="pixels">The exact range of preprocessed pixels.</param>
    public static Dictionary<int, ActivationQuantizer> Quantizers(
        Network network, QuantizationPlan plan, ModelStatistics statistics, Factorization factorization, QuantizationScheme scheme, ValueRange pixels)
    {
        var calibrator = Calibrators.Get(scheme.Calibrator);
        var quantizers = new Dictionary<int, ActivationQuantizer>();
        foreach (var group in plan.Points.GroupBy(p => p.Group))
        {
            if (group.Key == plan.InputGroup)
            {
                quantizers[group.Key] = ActivationQuantizer.Cover(pixels, InputBits);
                continue;
            }

            var range = ValueRange.Empty;
            foreach (var point in group.Where(p => p.Measured))
            {
                var channels = statistics.Tensors.GetValueOrDefault(point.Tensor)
                    ?? throw new InvalidDataException($"{network.Name}: the calibration statistics lack tensor '{point.Tensor}'; calibrate again");
                if (network.Analysis.Channels.TryGetValue(point.Tensor, out var known))
                    channels = channels.Scale([.. known.Classes.Select(c => factorization.Factors[c])]);
                var covered = calibrator.Range(channels, scheme.Bits.Activations);
                range = range.Union(factorization.ActivationHeadroom?.TryGetValue(point.Tensor, out var share) == true ? covered.Scale(share) : covered);
            }

            quantizers[group.Key] = ActivationQuantizer.Cover(range, scheme.Bits.Activations);
        }

        return quantizers;
    }
}
