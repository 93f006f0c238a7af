namespace SameSame.Quantization.BiasCorrection;

/// <summary>The names of the bias corrections there are.</summary>
public static class BiasCorrections
{
    /// <summary>No correction.</summary>
    public const string None = "none";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = [None, AnalyticBiasCorrection.Name];

    /// <summary>Returns <paramref name="name"/> if it exists.</summary>
    /// <exception cref="FormatException">It does not; the message suggests the nearest.</exception>
    public static string Check(string name) => All.Contains(name) ? name : throw new FormatException(Suggestion.Unknown("bias correction", name, All));
}
