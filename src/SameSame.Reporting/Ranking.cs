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
            .ThenByDescending(r => r.Top1).ThenByDescending(r => r.SqnrDb).ThenBy(r => r.Method, StringComparer.Ordinal),
    ];

    /// <summary>The best row of every model and bit width, over all other choices; an implausible one only where there is no other.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="marks">Implausible ones, by place.</param>
    public static IReadOnlyList<LeaderboardRow> Best(IEnumerable<LeaderboardRow> rows, IReadOnlyDictionary<string, string> marks) =>
        Sort(rows.GroupBy(r => (r.Model, r.Dataset, r.WeightBits, r.ActivationBits)).Select(g => g.OrderBy(r => marks.ContainsKey(r.Place)).ThenByDescending(r => r.Top1).ThenByDescending(r => r.SqnrDb).First()));

    /// <summary>The rows that no other of the same model, dataset, bits and scheme beats in top-1: ties are all marked.</summary>
    public static IReadOnlySet<string> Leaders(IEnumerable<LeaderboardRow> rows) =>
        rows.GroupBy(r => (r.Model, r.Dataset, r.WeightBits, r.ActivationBits, r.Granularity, r.Calibrator, r.BiasCorrection, r.Images))
            .SelectMany(g => g.Where(r => r.Top1 == g.Max(x => x.Top1))).Select(r => r.Place).ToHashSet(StringComparer.Ordinal);
}
