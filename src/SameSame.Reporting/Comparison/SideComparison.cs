using SameSame.Contracts.Results;
using SameSame.Quantization.Metrics;

namespace SameSame.Reporting.Comparison;

/// <summary>Two sides, cell by cell.</summary>
/// <param name="A">Name of the first.</param>
/// <param name="B">Name of the second.</param>
/// <param name="Cells">Cells that both have, those that changed most significantly first.</param>
/// <param name="OnlyA">Cells that only the first has.</param>
/// <param name="OnlyB">Cells that only the second has.</param>
/// <param name="Differences">What was set differently: name, first, second.</param>
public sealed record SideComparison(
    string A, string B, IReadOnlyList<ComparedCell> Cells, IReadOnlyList<LeaderboardRow> OnlyA,
    IReadOnlyList<LeaderboardRow> OnlyB,
    IReadOnlyList<(string Name, string First, string Second)> Differences)
{
    /// <summary>Compares two sides. Cells belong together that have the same configuration; two models are matched without
    /// their names.</summary>
    /// <param name="a">The first.</param>
    /// <param name="b">The second.</param>
    /// <param name="acrossModels">True for two models: names are not compared.</param>
    public static SideComparison Of(ComparedSide a, ComparedSide b, bool acrossModels)
    {
        var others = b.Rows.GroupBy(KeyOf).ToDictionary(g => g.Key, Newest, StringComparer.Ordinal);
        var mine = a.Rows.GroupBy(KeyOf).ToDictionary(g => g.Key, Newest, StringComparer.Ordinal);
        var pairs = mine.Where(m => others.ContainsKey(m.Key)).Select(m => (First: m.Value, Second: others[m.Key]))
            .Select(p => PairTest.Of(
                p.First, p.Second, a.Measurements.GetValueOrDefault(p.First.Key),
                b.Measurements.GetValueOrDefault(p.Second.Key)))
            .ToList();
        var adjusted = HolmCorrection.Adjust([.. pairs.Select(p => p.PValue)]);
        return new SideComparison(
            a.Name, b.Name,
            [.. pairs.Select((p, i) => p with { PValue = adjusted[i] }).OrderBy(p => p.Change == Change.Same)
                .ThenBy(p => p.Points).ThenBy(p => p.A.Place, StringComparer.Ordinal)],
            Ranking.Sort(mine.Where(m => !others.ContainsKey(m.Key)).Select(m => m.Value)),
            Ranking.Sort(others.Where(m => !mine.ContainsKey(m.Key)).Select(m => m.Value)),
            [.. a.Settings.Keys.Union(b.Settings.Keys)
                .Select(k => (k, a.Settings.GetValueOrDefault(k, ""), b.Settings.GetValueOrDefault(k, "")))
                .Where(d => d.Item2 != d.Item3)]);

        string KeyOf(LeaderboardRow r) =>
            string.Join(
                '|', acrossModels ? "" : r.Model, acrossModels ? r.Dataset : "", r.Method, r.WeightBits, r.ActivationBits,
                r.Granularity, r.Calibrator, r.BiasCorrection);

        static LeaderboardRow Newest(IEnumerable<LeaderboardRow> rows) =>
            rows.OrderByDescending(r => r.Images).ThenByDescending(r => r.Measured).First();
    }

    /// <summary>Cells that became significantly worse by more than so many points.</summary>
    public IReadOnlyList<ComparedCell> Regressions(double points) => [.. Cells.Where(c => c.Regressed(points))];

    /// <summary>Number of cells by what became of them.</summary>
    public int Count(Change change) => Cells.Count(c => c.Change == change);
}
