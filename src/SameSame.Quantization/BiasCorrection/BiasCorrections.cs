using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;

namespace SameSame.Quantization.BiasCorrection;

/// <summary>The names of the bias corrections there are.</summary>
public static class BiasCorrections
{
    /// <summary>No correction.</summary>
    public const string None = "none";

    /// <summary>Layer by layer, on the quantized network itself.</summary>
    public const string Empirical = "empirical";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = [None, AnalyticBiasCorrection.Name, Empirical];

    /// <summary>
    /// The scheme under which a search ranks many candidates for <paramref name="scheme"/>: <see cref="AnalyticBiasCorrection"/> stands in for
    /// <see cref="Empirical"/>, which takes seconds a candidate. What is decided last is decided under the scheme itself.
    /// </summary>
    public static QuantizationScheme Quick(QuantizationScheme scheme) =>
        scheme.BiasCorrection == Empirical ? scheme with { BiasCorrection = AnalyticBiasCorrection.Name } : scheme;

    /// <summary>What a correction reads of the calibration statistics: the analytic one also the mean error of rounding and clipping a layer's input.</summary>
    public static Kept Needs(string name) => name == AnalyticBiasCorrection.Name ? Kept.Histograms : Kept.Moments;

    /// <summary>Returns <paramref name="name"/> if it exists.</summary>
    /// <exception cref="FormatException">It does not; the message suggests the nearest.</exception>
    public static string Check(string name) => All.Contains(name) ? name : throw new FormatException(Suggestion.Unknown("bias correction", name, All));
}
