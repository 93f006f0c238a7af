using System.Globalization;
using SameSame.Quantization.Search;
using SameSame.Quantization.Statistics;

namespace SameSame.Quantization.Equalization;

/// <summary>
/// Looks for the representation that measures best: starts from every closed form and from the least of the analytic noise model, and compares the quantized
/// network's own logits with FP32 on calibration images. See <see cref="FactorSearch"/>.
/// </summary>
/// <param name="budget">How many candidates may be measured for the factors and activation ranges; three times as many, on fewer images, for the weights' ranges.</param>
public sealed class SearchMethod(int budget = SearchMethod.DefaultBudget) : IEqualizationMethod
{
    /// <summary>Enough for all starts, a few rounds of mixing and the choice of ranges.</summary>
    public const int DefaultBudget = 40;

    private const string BaseName = "search";

    /// <inheritdoc/>
    public string Name => Budget == DefaultBudget ? BaseName : $"{BaseName}:{Budget}";

    /// <inheritdoc/>
    public int Version => 3;

    /// <inheritdoc/>
    public bool DependsOnScheme => true;

    /// <inheritdoc/>
    public Kept Needs => Kept.Histograms;

    /// <summary>How many candidates may be measured; trials of weight ranges and the comparison with the other methods at the end come on top.</summary>
    public int Budget { get; } = budget;

    /// <summary>Most measurements of a search: the candidates, the trials, and the comparison.</summary>
    public int AtMost => (1 + FactorSearch.TrialsPerCandidate) * Budget + EqualizationMethods.All.Count + 1;

    internal static SearchMethod? TryParse(string name) =>
        name.StartsWith(BaseName + ":", StringComparison.Ordinal) && int.TryParse(name.AsSpan(BaseName.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var budget) && budget > 0
            ? new SearchMethod(budget) : null;
}
