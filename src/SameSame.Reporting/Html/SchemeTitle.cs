using SameSame.Quantization.Schemes;

namespace SameSame.Reporting.Html;

/// <summary>What a scheme is called beside others: only what differs between them is worth a word.</summary>
internal static class SchemeTitle
{
    public static string Of(QuantizationScheme scheme, IReadOnlyCollection<QuantizationScheme> all)
    {
        List<string> parts = [$"{scheme.Bits} (weights/activations)"];
        if (all.Any(s => s.Granularity != scheme.Granularity))
            parts.Add($"{scheme.Granularity.Name()} weights");
        if (all.Any(s => s.Calibrator != scheme.Calibrator))
            parts.Add($"{scheme.Calibrator} ranges");
        if (all.Any(s => s.BiasCorrection != scheme.BiasCorrection))
            parts.Add($"bias correction {scheme.BiasCorrection}");
        if (all.Any(s => s.AbsorbBiases != scheme.AbsorbBiases))
            parts.Add(scheme.AbsorbBiases ? "high biases absorbed" : "high biases left");
        return string.Join(", ", parts);
    }
}
