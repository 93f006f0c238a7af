using SameSame.Contracts.Results;
using SameSame.Quantization.Metrics;

namespace SameSame.Reporting;

/// <summary>
/// Which of several rows is best, as far as images can tell. The one with the highest top-1 is tested against every other by
/// McNemar's test, with Holm's correction for their number. Among those that it does not beat, agreement with FP32 decides
/// where it differs by more than chance, then SQNR, then the size of the weights: they say more than one image of thousands.
/// </summary>
public static class Standings
{
    /// <summary>Level of significance.</summary>
    public const double Level = 0.05;

    /// <summary>The best of some rows of the same model and images, and the others that are tied with it.</summary>
    /// <param name="rows">At least one.</param>
    /// <param name="evidence">The images.</param>
    public static (LeaderboardRow Best, IReadOnlyList<LeaderboardRow> Tied) Among(
        IReadOnlyList<LeaderboardRow> rows, ImageEvidence evidence)
    {
        var top = Preferred(rows.Where(r => r.Top1 == rows.Max(x => x.Top1)));
        var others = rows.Where(r => r != top).ToList();
        var adjusted = HolmCorrection.Adjust([.. others.Select(r => RowTest.PValue(top, r, evidence))]);
        List<LeaderboardRow> equal = [top, .. others.Where((_, i) => adjusted[i] > Level)];
        var best = Preferred(equal);
        return (best, [.. equal.Where(r => r != best)]);
    }

    /// <summary>The standing of each row within its model, images and scheme, by place; rows that are behind are left
    /// out.</summary>
    public static IReadOnlyDictionary<string, Standing> Of(IEnumerable<LeaderboardRow> rows, ImageEvidence evidence)
    {
        var standings = new Dictionary<string, Standing>(StringComparer.Ordinal);
        foreach (var group in Groups(rows))
        {
            var (best, tied) = Among(group, evidence);
            standings[best.Place] = Standing.Best;
            foreach (var row in tied)
                standings[row.Place] = Standing.Tied;
        }

        return standings;
    }

    /// <summary>The rows whose images have to be looked at before standings can be told; counts alone decide about the
    /// others.</summary>
    public static IReadOnlyList<LeaderboardRow> Undecided(IEnumerable<IReadOnlyList<LeaderboardRow>> groups) =>
        [.. groups.SelectMany(UndecidedOf).DistinctBy(r => r.Key)];

    /// <summary>Rows that differ in the method alone.</summary>
    public static IEnumerable<IReadOnlyList<LeaderboardRow>> Groups(IEnumerable<LeaderboardRow> rows) => rows
        .GroupBy(r => (
            r.Model, r.ModelSha256, r.Dataset, r.DatasetDigest, r.WeightBits, r.ActivationBits, r.Granularity, r.Calibrator,
            r.BiasCorrection, r.Images))
        .Select(g => g.ToList());

    private static IEnumerable<LeaderboardRow> UndecidedOf(IReadOnlyList<LeaderboardRow> rows)
    {
        var top = Preferred(rows.Where(r => r.Top1 == rows.Max(x => x.Top1)));
        var open = rows.Where(r => r != top && RowTest.Undecided(top, r, rows.Count - 1)).ToList();
        return open.Count == 0 ? [] : [top, .. open];
    }

    // Agreement is a count as well: what lies within two of its standard errors of the highest is as good.
    private static LeaderboardRow Preferred(IEnumerable<LeaderboardRow> rows)
    {
        var all = rows.ToList();
        var highest = all.MaxBy(r => r.Agreement)!;
        return all.Where(r => highest.Agreement - r.Agreement <= 2 * AgreementError(r, highest))
            .OrderByDescending(r => r.SqnrDb).ThenBy(r => r.WeightBytes > 0 ? r.WeightBytes : long.MaxValue)
            .ThenBy(r => r.Method, StringComparer.Ordinal).ThenBy(r => r.Place, StringComparer.Ordinal).First();
    }

    // In percent; of two independent counts, so that it is not too small.
    private static double AgreementError(LeaderboardRow a, LeaderboardRow b) =>
        100 * Math.Sqrt(((100 - a.Agreement) / 100 + (100 - b.Agreement) / 100) / Math.Max(1, a.Images));
}
