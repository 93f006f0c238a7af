using SameSame.Contracts.Results;
using SameSame.Quantization.Metrics;

namespace SameSame.Reporting;

/// <summary>Tests whether two rows of the same images differ in top-1.</summary>
internal static class RowTest
{
    // Five images that all speak for one side are the fewest that reach 5 %.
    private const int Fewest = 5;

    /// <summary>The p-value of McNemar's test. Without both rows' images, that of as many disagreements as there can
    /// be.</summary>
    public static double PValue(LeaderboardRow a, LeaderboardRow b, ImageEvidence evidence)
    {
        if (evidence.Of(a.Key) is { } first && evidence.Of(b.Key) is { } second && first.Count == second.Count)
        {
            var counts = PairedCounts.Between(first, second);
            return McNemarTest.PValue(counts.Lost, counts.Gained);
        }

        return AtMost(a, b);
    }

    /// <summary>Whether only the images themselves can say.</summary>
    /// <param name="a">A row.</param>
    /// <param name="b">Another.</param>
    /// <param name="tests">So many tests are made at once: Holm's correction multiplies a p-value by that at most.</param>
    public static bool Undecided(LeaderboardRow a, LeaderboardRow b, int tests) =>
        Difference(a, b) >= Fewest && tests * AtMost(a, b) > Standings.Level;

    private static double AtMost(LeaderboardRow a, LeaderboardRow b)
    {
        var difference = Difference(a, b);
        // Two networks disagree at most where one of them disagrees with FP32; rows that do not say so are taken for independent.
        var disagreeing = Known(a) && Known(b) ? Math.Min(a.Disagreeing + b.Disagreeing, a.Images) : Independent(a, b);
        var fewer = Math.Max(0, (disagreeing - difference) / 2);
        return McNemarTest.PValue(fewer + difference, fewer);
    }

    private static int Difference(LeaderboardRow a, LeaderboardRow b) => Math.Abs(Correct(a) - Correct(b));

    private static bool Known(LeaderboardRow row) => row.ModelSha256.Length > 0 || row.Disagreeing > 0;

    private static int Independent(LeaderboardRow a, LeaderboardRow b)
    {
        double p = a.Top1 / 100, q = b.Top1 / 100;
        return (int)Math.Ceiling(a.Images * (p * (1 - q) + q * (1 - p)));
    }

    private static int Correct(LeaderboardRow row) => (int)Math.Round(row.Top1 * row.Images / 100.0);
}
