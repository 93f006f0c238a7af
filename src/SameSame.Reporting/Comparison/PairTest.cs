using SameSame.Contracts.Results;
using SameSame.Quantization.Metrics;

namespace SameSame.Reporting.Comparison;

/// <summary>The difference of two measured cells.</summary>
internal static class PairTest
{
    private const double Z95 = 1.959963984540054;

    /// <summary>Tests two cells; the p-value is that of this pair alone.</summary>
    public static ComparedCell Of(LeaderboardRow a, LeaderboardRow b, CellMeasurement? first, CellMeasurement? second)
    {
        // Runs over fewer images are the beginning of longer ones, unless images fell out on the way.
        if (first is null || second is null || a.Dataset != b.Dataset || a.DatasetDigest != b.DatasetDigest
            || a.DatasetDigest.Length == 0 || first.SkippedImages + second.SkippedImages > 0)
            return Independent(a, b);
        var images = Math.Min(first.Images, second.Images);
        var counts = PairedCounts.Between(
            new ImageBitset(first.Images, first.Correct).First(images),
            new ImageBitset(second.Images, second.Correct).First(images));
        var loss = PairedDifference.FromCounts(counts.Lost, counts.Gained, images);
        return new ComparedCell(
            a, b, images, true, -loss.Points, -loss.High, -loss.Low, McNemarTest.PValue(counts.Lost, counts.Gained));
    }

    // Newcombe's hybrid score interval of two proportions (Statistics in Medicine 1998, method 10), and the test that it inverts.
    private static ComparedCell Independent(LeaderboardRow a, LeaderboardRow b)
    {
        double p = a.Top1 / 100, q = b.Top1 / 100;
        var (first, second) = (Wilson(p, a.Images), Wilson(q, b.Images));
        var difference = q - p;
        var low = difference - Math.Sqrt(Math.Pow(q - second.Low, 2) + Math.Pow(first.High - p, 2));
        var high = difference + Math.Sqrt(Math.Pow(second.High - q, 2) + Math.Pow(p - first.Low, 2));
        var z = difference >= 0 ? Ratio(difference, difference - low) : Ratio(-difference, high - difference);
        return new ComparedCell(
            a, b, Math.Min(a.Images, b.Images), false, 100 * difference, 100 * low, 100 * high, NormalTest.TwoSided(z * Z95));
    }

    private static double Ratio(double value, double half) => half <= 0 ? 0 : value / half;

    private static (double Low, double High) Wilson(double p, int n)
    {
        if (n == 0)
            return (0, 1);
        var (z2, centre) = (Z95 * Z95, p + Z95 * Z95 / (2 * n));
        var half = Z95 * Math.Sqrt(p * (1 - p) / n + z2 / (4.0 * n * n));
        return ((centre - half) / (1 + z2 / n), (centre + half) / (1 + z2 / n));
    }
}
