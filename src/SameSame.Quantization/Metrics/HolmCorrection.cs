namespace SameSame.Quantization.Metrics;

/// <summary>
/// P-values of several tests at once, adjusted so that one false finding among all of them stays as rare as in a single test
/// (Holm, "A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian Journal of Statistics 1979).
/// </summary>
public static class HolmCorrection
{
    /// <summary>The adjusted values in the order of the given ones; each is at least its own and at most 1.</summary>
    public static double[] Adjust(IReadOnlyList<double> pValues)
    {
        var order = Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i]).ToArray();
        var adjusted = new double[pValues.Count];
        double greatest = 0;
        for (var rank = 0; rank < order.Length; rank++)
        {
            greatest = Math.Max(greatest, Math.Min(1, (order.Length - rank) * pValues[order[rank]]));
            adjusted[order[rank]] = greatest;
        }

        return adjusted;
    }
}
