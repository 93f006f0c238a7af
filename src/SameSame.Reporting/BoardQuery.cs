using System.IO.Enumeration;
using SameSame.Contracts.Results;

namespace SameSame.Reporting;

/// <summary>Which rows of the leaderboard somebody wants, and in which order: the same for the command line, the HTTP interface
/// and the dashboard.</summary>
public sealed record BoardQuery
{
    /// <summary>Glob over model names.</summary>
    public string Model { get; init; } = "*";

    /// <summary>Dataset, as tables name it; null is any.</summary>
    public string? Dataset { get; init; }

    /// <summary>Sweep that measured it; null is any.</summary>
    public string? Sweep { get; init; }

    /// <summary>Method; null is any.</summary>
    public string? Method { get; init; }

    /// <summary>Weight and activation bits, <c>8/8</c>; null is any.</summary>
    public string? Bits { get; init; }

    /// <summary>Number of weight scales, by name; null is any.</summary>
    public string? Granularity { get; init; }

    /// <summary>At most so many points lost; null is any number.</summary>
    public double? MaxCost { get; init; }

    /// <summary>At most so many bytes of packed weights; null is any number. Rows that do not know it are left out.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>Which rows are kept.</summary>
    public BoardPick Pick { get; init; }

    /// <summary>Their order.</summary>
    public BoardSort Sort { get; init; }

    /// <summary>The other way round.</summary>
    public bool Descending { get; init; }

    /// <summary>Whether earlier checkpoints, and earlier images under the same name, are shown too.</summary>
    public bool History { get; init; }

    /// <summary>The rows that are asked for.</summary>
    /// <param name="rows">All rows, history included.</param>
    /// <param name="verdicts">What is to be said of them.</param>
    public IReadOnlyList<LeaderboardRow> Apply(IReadOnlyList<LeaderboardRow> rows, Verdicts verdicts) =>
        Arrange(Filter(Ranking.Sort(History ? rows : Ranking.Current(rows))), verdicts);

    /// <summary>The rows that fit, in the order they come in.</summary>
    public IReadOnlyList<LeaderboardRow> Filter(IEnumerable<LeaderboardRow> rows)
    {
        var all = rows as IReadOnlyCollection<LeaderboardRow> ?? [.. rows];
        var names = Dataset is null ? null : new DatasetNames(all);
        return [.. all.Where(r => Fits(r, names))];
    }

    /// <summary>Keeps and orders rows that fit.</summary>
    /// <param name="rows">The rows, ranked.</param>
    /// <param name="verdicts">What is to be said of them; read where some are picked.</param>
    public IReadOnlyList<LeaderboardRow> Arrange(IReadOnlyList<LeaderboardRow> rows, Verdicts verdicts) => Ordered(Pick switch
    {
        BoardPick.Best => Ranking.Best(rows, verdicts),
        BoardPick.Smallest =>
            Ranking.Sort(rows.GroupBy(r => (r.Model, r.Dataset, r.DatasetDigest)).Select(g => Smallest(g, verdicts))),
        _ => rows,
    });

    private static LeaderboardRow Smallest(IEnumerable<LeaderboardRow> model, Verdicts verdicts)
    {
        var all = model.ToList();
        var plausible = all.Where(r => verdicts.Implausible(r) is null).ToList();
        var fewest = (plausible.Count > 0 ? plausible : all).GroupBy(r => (r.WeightBits, r.ActivationBits)).MinBy(g => g.Key)!;
        return Ranking.Best(fewest, verdicts).MaxBy(r => r.Measured ?? DateTimeOffset.MinValue)!;
    }

    private bool Fits(LeaderboardRow r, DatasetNames? names) =>
        (Model == "*" || FileSystemName.MatchesSimpleExpression(Model, r.Model, ignoreCase: false))
        && (Dataset is null || Dataset == r.Dataset || Dataset == names!.Of(r))
        && (Sweep is null || Sweep == r.Sweep) && (Method is null || Method == r.Method)
        && (Bits is null || Bits == $"{r.WeightBits}/{r.ActivationBits}") && (Granularity is null || Granularity == r.Granularity)
        && (MaxCost is null || r.Degradation <= MaxCost)
        && (MaxBytes is null || (r.WeightBytes > 0 && r.WeightBytes <= MaxBytes));

    private IReadOnlyList<LeaderboardRow> Ordered(IReadOnlyList<LeaderboardRow> rows)
    {
        IEnumerable<LeaderboardRow> sorted = Sort switch
        {
            BoardSort.Top1 => rows.OrderByDescending(r => r.Top1),
            BoardSort.Cost => rows.OrderBy(r => r.Degradation),
            BoardSort.Agreement => rows.OrderByDescending(r => r.Agreement),
            BoardSort.Sqnr => rows.OrderByDescending(r => r.SqnrDb),
            BoardSort.Size => rows.OrderBy(r => r.WeightBytes > 0 ? r.WeightBytes : long.MaxValue),
            BoardSort.Measured => rows.OrderByDescending(r => r.Measured ?? DateTimeOffset.MinValue),
            _ => rows,
        };
        return [.. Descending ? sorted.Reverse() : sorted];
    }
}
