using SameSame.Contracts.Results;

namespace SameSame.Reporting;

/// <summary>The cells of a sweep as rows of tables.</summary>
public static class SweepRows
{
    /// <summary>The measured cells as rows.</summary>
    public static IReadOnlyList<LeaderboardRow> Of(IEnumerable<CellResult> cells) =>
        [.. cells.Where(c => c.Measurement is not null).Select(One)];

    /// <summary>The images that measured cells got right.</summary>
    public static ImageEvidence Evidence(IEnumerable<CellResult> cells) =>
        new(cells.Select(c => c.Measurement).OfType<CellMeasurement>());

    /// <summary>What is to be said of the measured cells.</summary>
    public static Verdicts Judge(IReadOnlyCollection<CellResult> cells) => new(Of(cells), Evidence(cells));

    internal static LeaderboardRow One(CellResult cell) =>
        LeaderboardRow.Of(cell.Dataset, cell.Model, cell.Method, cell.Scheme, cell.Measurement ?? Nothing) with
        {
            ModelSha256 = cell.ModelSha256,
            DatasetDigest = cell.DatasetDigest,
        };

    private static CellMeasurement Nothing { get; } = new()
    {
        Key = "", Correct = [], Device = "", Provider = "", OnnxRuntime = "", Environment = "", Run = ""
    };
}
