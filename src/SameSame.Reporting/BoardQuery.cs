using System.IO.Enumeration;
using SameSame.Contracts.Results;

namespace SameSame.Reporting;

/// <summary>Which rows of the leaderboard somebody wants, and in which order: the same for the command line, the HTTP interface and the dashboard.</summary>
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

    /// <summary>At most so many bytes of the quantized file; null is any number. Rows that do not know it are left out.</summary>
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
    public IReadOnlyList<LeaderboardRow> Apply(IReadOnlyList<LeaderboardRow> rows, Verdicts verdicts)
    {
        var names = new DatasetNames(rows);
        IReadOnlyList<LeaderboardRow> kept = [.. (History ? rows : Ranking.Current(rows)).Where(r => Fits(r, names))];
        return Ordered(Pick switch
        {
            BoardPick.Best => Ranking.Best(kept, verdicts),
            BoardPick.Smallest => [.. kept.GroupBy(r => (r.Model, r.Dataset, r.DatasetDigest)).Select(g => Smallest(g, verdicts))],
            _ => kept,
        });
    }

    private static LeaderboardRow Smallest(IEnumerable<LeaderboardRow> model, Verdicts verdicts) =>
        Ranking.Best(model.GroupBy(r => (r.WeightBits, r.ActivationBits)).MinBy(g => g.Key)!, verdicts)[0];

    private bool Fits(LeaderboardRow r, DatasetNames names) =>
        FileSystemName.MatchesSimpleExpression(Model, r.Model, ignoreCase: false)
        && (Dataset is null || Dataset == r.Dataset || Dataset == names.Of(r))
        && (Sweep is null || Sweep == r.Sweep) && (Method is null || Method == r.Method)
        && (Bits is null || Bits == $"{r.WeightBits}/{r.ActivationBits}") && (Granularity is null || Granularity == r.Granularity)
        && (MaxCost is null || r.Degradation <= MaxCost) && (MaxBytes is null || (r.FileBytes > 0 && r.FileBytes <= MaxBytes));

    private IReadOnlyList<LeaderboardRow> Ordered(IReadOnlyList<LeaderboardRow> rows)
    {
        var ranked = Ranking.Sort(rows);
        IEnumerable<LeaderboardRow> sorted = Sort switch
        {
            BoardSort.Top1 => ranked.OrderByDescending(r => r.Top1),
            BoardSort.Cost => ranked.OrderBy(r => r.Degradation),
            BoardSort.Agreement => ranked.OrderByDescending(r => r.Agreement),
            BoardSort.Sqnr => ranked.OrderByDescending(r => r.SqnrDb),
            BoardSort.Size => ranked.OrderBy(r => r.FileBytes > 0 ? r.FileBytes : long.MaxValue),
            BoardSort.Measured => ranked.OrderByDescending(r => r.Measured ?? DateTimeOffset.MinValue),
            _ => ranked,
        };
        return [.. Descending ? sorted.Reverse() : sorted];
    }
}
