using SameSame.Contracts.Results;

namespace SameSame.Reporting;

/// <summary>The order of leaderboards: model, then dataset and scheme from wide to narrow, then top-1 from high to low.</summary>
public static class Ranking
{
    /// <summary>Sorts rows; equal figures fall back to the method's name, so that the order never depends on storage.</summary>
    public static IReadOnlyList<LeaderboardRow> Sort(IEnumerable<LeaderboardRow> rows) =>
    [
        .. rows.OrderBy(r => r.Model, StringComparer.Ordinal).ThenBy(r => r.Dataset, StringComparer.Ordinal)
            .ThenByDescending(r => r.WeightBits).ThenByDescending(r => r.ActivationBits)
            .ThenBy(r => r.Granularity, StringComparer.Ordinal).ThenBy(r => r.Calibrator, StringComparer.Ordinal)
            .ThenBy(r => r.BiasCorrection, StringComparer.Ordinal).ThenByDescending(r => r.Images)
            .ThenByDescending(r => r.Top1).ThenByDescending(r => r.SqnrDb).ThenBy(r => r.Method, StringComparer.Ordinal)
            .ThenByDescending(r => r.Measured).ThenBy(r => r.Place, StringComparer.Ordinal),
    ];

    /// <summary>
    /// What is known of each model and dataset now: the newest row of each configuration of the newest checkpoint on the newest images. Other checkpoints, and other images
    /// under the same name, are history, whether or not each of their configurations was measured again. Rows of earlier versions, which name neither, count until theirs is.
    /// </summary>
    public static IReadOnlyList<LeaderboardRow> Current(IEnumerable<LeaderboardRow> rows) => [.. rows.GroupBy(r => (r.Model, r.Dataset)).SelectMany(g =>
    {
        var newest = g.Where(r => r.ModelSha256.Length > 0).MaxBy(r => r.Measured ?? DateTimeOffset.MinValue);
        return g.Where(r => r.ModelSha256.Length == 0 || (r.ModelSha256 == newest!.ModelSha256 && r.DatasetDigest == newest.DatasetDigest))
            .GroupBy(r => r.Configuration, StringComparer.Ordinal)
            .Select(c => c.OrderBy(r => r.ModelSha256.Length == 0).ThenByDescending(r => r.Measured ?? DateTimeOffset.MinValue).First());
    })];

    /// <summary>
    /// The best row of every model, dataset and bit width, over all other choices; an implausible one only where there is no other. Only rows on the most images compete:
    /// fewer ones may have been lucky.
    /// </summary>
    /// <param name="rows">The rows.</param>
    /// <param name="verdicts">What speaks against rows, and their images.</param>
    public static IReadOnlyList<LeaderboardRow> Best(IEnumerable<LeaderboardRow> rows, Verdicts verdicts) =>
        Sort(Contests(rows, verdicts).Select(g => Standings.Among(g, verdicts.Evidence).Best));

    /// <summary>The rows that compete in <see cref="Best"/>, group by group.</summary>
    public static IEnumerable<IReadOnlyList<LeaderboardRow>> Contests(IEnumerable<LeaderboardRow> rows, Verdicts verdicts) => rows
        .GroupBy(r => (r.Model, r.ModelSha256, r.Dataset, r.DatasetDigest, r.WeightBits, r.ActivationBits))
        .Select(g => g.Where(r => verdicts.Implausible(r) is null).ToList() is { Count: > 0 } plausible ? plausible : [.. g])
        .Select(g => g.Where(r => r.Images == g.Max(x => x.Images)).ToList());
}
