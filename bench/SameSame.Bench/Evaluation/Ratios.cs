namespace SameSame.Bench.Evaluation;

/// <summary>Ratios of two sides that ran by turns.</summary>
internal sealed record Ratios(double Ratio, double RatioMin, double RatioMax)
{
    /// <summary>Median, least and greatest.</summary>
    public static Ratios Of(IEnumerable<double> ratios)
    {
        var sorted = ratios.Order().ToList();
        return new Ratios(Math.Round(sorted[sorted.Count / 2], 3), Math.Round(sorted[0], 3), Math.Round(sorted[^1], 3));
    }
}
