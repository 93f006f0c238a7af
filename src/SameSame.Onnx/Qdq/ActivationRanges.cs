using SameSame.Onnx.Graph;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;

namespace SameSame.Onnx.Qdq;

/// <summary>Turns calibration statistics, rescaled for a factorization, into one quantizer for each parameter group of a plan.</summary>
public static class ActivationRanges
{
    /// <summary>Bits of an image that shares its parameters with nothing else, in every scheme: pixels have 8.</summary>
    public const int InputBits = 8;

    /// <summary>The quantizer of each group. Its range covers all members: measured ones, pixels where the graph input is among them, and constants.</summary>
    /// <param name="network">The network.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="statistics">Statistics at factor 1.</param>
    /// <param name="factorization">The factors, and the headroom of each tensor where a search chose one.</param>
    /// <param name="scheme">Bits and calibrator.</param>
    /// <param name="pixels">The exact range of preprocessed pixels.</param>
    /// <exception cref="OnnxFormatException">A tensor's values have no step that float32 can compute with; the message names it and its layer.</exception>
    public static Dictionary<int, ActivationQuantizer> Quantizers(
        Network network, QuantizationPlan plan, ModelStatistics statistics, Factorization factorization, QuantizationScheme scheme, ValueRange pixels)
    {
        var ranges = OfTensors(network, plan, statistics, factorization, scheme, pixels);
        var quantizers = new Dictionary<int, ActivationQuantizer>();
        foreach (var group in plan.Points.GroupBy(p => p.Group))
        {
            var range = group.Where(p => ranges.ContainsKey(p.Tensor)).Aggregate(ValueRange.Empty, (r, p) => r.Union(ranges[p.Tensor]));
            quantizers[group.Key] = Cover(network, range, Bits(plan, group.Key, scheme), group.Last(p => p.Measured).Tensor);
        }

        return quantizers;
    }

    /// <summary>The range of each tensor that its group has to cover: of measured ones, and of those that constants lie in.</summary>
    public static Dictionary<string, ValueRange> OfTensors(
        Network network, QuantizationPlan plan, ModelStatistics statistics, Factorization factorization, QuantizationScheme scheme, ValueRange pixels)
    {
        var calibrator = Calibrators.Get(scheme.Calibrator);
        var ranges = new Dictionary<string, ValueRange>(plan.Constants, StringComparer.Ordinal);
        foreach (var point in plan.Points.Where(p => p.Measured))
        {
            ranges[point.Tensor] = point.Tensor == plan.Input
                ? pixels
                : Range(network, statistics, factorization, calibrator, Bits(plan, point.Group, scheme), point.Tensor);
        }

        return ranges;
    }

    /// <summary>The bits of a group: the scheme's, but for an image that shares its parameters with nothing else.</summary>
    public static int Bits(QuantizationPlan plan, int group, QuantizationScheme scheme) =>
        group == plan.ImageGroup && plan.Points.Count(p => p.Group == group && p.Measured) == 1 ? InputBits : scheme.Bits.Activations;

    private static ValueRange Range(Network network, ModelStatistics statistics, Factorization factorization, ICalibrator calibrator, int bits, string tensor)
    {
        var channels = statistics.Tensors.GetValueOrDefault(tensor)
            ?? throw new InvalidDataException($"{network.Name}: the calibration statistics lack tensor '{tensor}'; calibrate again");
        if (network.Analysis.Channels.TryGetValue(tensor, out var known))
            channels = channels.Scale([.. known.Classes.Select(c => factorization.Factors[c])]);
        var covered = calibrator.Range(channels, bits);
        return factorization.ActivationHeadroom?.TryGetValue(tensor, out var share) == true ? covered.Scale(share) : covered;
    }

    private static ActivationQuantizer Cover(Network network, ValueRange range, int bits, string tensor)
    {
        try
        {
            return ActivationQuantizer.Cover(range, bits);
        }
        catch (ArgumentOutOfRangeException)
        {
            var layer = network.Folded.Nodes.First(n => n.Output.Contains(tensor));
            throw new OnnxFormatException(
                $"{network.Name}: the output '{tensor}' of {layer.OpType} '{layer.Name}' takes values from {range.Min:g3} to {range.Max:g3} on the calibration images, "
                + "for which float32 has no quantization step; look for weights that overflow there");
        }
    }
}
