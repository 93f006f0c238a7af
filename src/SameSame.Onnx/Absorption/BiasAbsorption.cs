using SameSame.Onnx.Graph;
using SameSame.Quantization.BiasCorrection;
using SameSame.Quantization.Statistics;

namespace SameSame.Onnx.Absorption;

/// <summary>
/// A network whose high biases moved on (Nagel et al., ICCV 2019, section 4.1.3): <c>b1 -= c</c> in front of a ReLU, <c>b2 += sum W2 c</c> behind it, so that the activation between
/// needs no range for values it never takes. Factors apply to it as to the original network: the channel classes are the same.
/// </summary>
/// <remarks>
/// The amounts are <see cref="HighBias.Amounts"/>. Exact on the calibration images; on another image a value below c is taken for c. Done only where every reader of the activation
/// is a layer without zero padding, directly or behind MaxPool or Flatten; elsewhere the channels are counted under the reason.
/// </remarks>
public sealed class BiasAbsorption
{
    private readonly IReadOnlyDictionary<string, double[]> _tensors;
    private readonly IReadOnlyList<(string Layer, int Taps, double[] Inputs)> _inputs;

    internal BiasAbsorption(
        Network network, IReadOnlyDictionary<string, double[]> tensors, IReadOnlyList<(string Layer, int Taps, double[] Inputs)> inputs, IReadOnlyDictionary<string, int> skipped)
    {
        (Network, _tensors, _inputs, Skipped) = (network, tensors, inputs, skipped);
        Channels = tensors.Values.Sum(a => a.Count(c => c > 0));
    }

    /// <summary>The rewritten network.</summary>
    public Network Network { get; }

    /// <summary>Channels whose bias was absorbed.</summary>
    public int Channels { get; }

    /// <summary>Channels that calibration never saw at 0 but that could not be absorbed, by reason.</summary>
    public IReadOnlyDictionary<string, int> Skipped { get; }

    /// <summary><see cref="Skipped"/> for people, the most frequent reason first; null where nothing was skipped.</summary>
    public string? SkippedText => Skipped.Count == 0 ? null : string.Join(", ", Skipped.OrderByDescending(s => s.Value).ThenBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Value} {s.Key}"));

    /// <summary>Absorbs what <paramref name="statistics"/>, at factor 1, allow.</summary>
    public static BiasAbsorption Of(Network network, ModelStatistics statistics) => new BiasAbsorber(network).Absorb(statistics);

    /// <summary>The statistics that a calibration of the rewritten network would have, from those of the original.</summary>
    public ModelStatistics Shift(ModelStatistics statistics)
    {
        var tensors = statistics.Tensors.ToDictionary(t => t.Key, t => _tensors.TryGetValue(t.Key, out var amounts) ? t.Value.Shift(amounts) : t.Value, StringComparer.Ordinal);
        var means = new Dictionary<string, double[]>(statistics.TapMeans, StringComparer.Ordinal);
        foreach (var (layer, taps, inputs) in _inputs)
        {
            if (means.TryGetValue(layer, out var old))
                means[layer] = [.. old.Select((m, n) => m - inputs[n / taps])];
        }

        return statistics with { Tensors = tensors, TapMeans = means };
    }
}
