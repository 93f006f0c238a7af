using SameSame.Contracts.Results;

namespace SameSame.Reporting;

/// <summary>Names of datasets as tables show them: with a digest behind them where the same name stood for several.</summary>
public sealed class DatasetNames
{
    private readonly HashSet<string> _ambiguous;

    /// <summary>Names for the datasets of some rows.</summary>
    public DatasetNames(IEnumerable<LeaderboardRow> rows)
    {
        var datasets = rows.Select(r => (r.Dataset, r.DatasetDigest)).Distinct().ToList();
        _ambiguous = [.. datasets.GroupBy(d => d.Dataset).Where(g => g.Count() > 1).Select(g => g.Key)];
        Several = datasets.Count > 1;
    }

    /// <summary>Whether there is more than one.</summary>
    public bool Several { get; }

    /// <summary>The name of a row's dataset.</summary>
    public string Of(LeaderboardRow row) => !_ambiguous.Contains(row.Dataset)
        ? row.Dataset
        : $"{row.Dataset}#{(row.DatasetDigest.Length > 0 ? row.DatasetDigest : "?")}";
}
