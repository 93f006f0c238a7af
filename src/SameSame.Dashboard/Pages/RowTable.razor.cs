using Microsoft.AspNetCore.Components;
using SameSame.Contracts.Results;
using SameSame.Reporting;

namespace SameSame.Dashboard.Pages;

/// <summary>Rows of the leaderboard as a table.</summary>
public partial class RowTable
{
    private DatasetNames _datasets = new([]);

    /// <summary>The rows, in order.</summary>
    [Parameter, EditorRequired] public required IReadOnlyList<LeaderboardRow> Rows { get; set; }

    /// <summary>What is to be said of them.</summary>
    [Parameter, EditorRequired] public required Verdicts Verdicts { get; set; }

    /// <summary>What the table shows, for readers who do not see it.</summary>
    [Parameter, EditorRequired] public required string Caption { get; set; }

    /// <summary>Whether rows are of several models.</summary>
    [Parameter] public bool ShowModel { get; set; } = true;

    /// <summary>Whether rows say which sweep measured them, and when.</summary>
    [Parameter] public bool History { get; set; }

    /// <summary>Whether the quantized file can be had from the row.</summary>
    [Parameter] public bool Downloads { get; set; }

    /// <summary>Heading of a row's group; null for no groups.</summary>
    [Parameter] public Func<LeaderboardRow, string>? GroupBy { get; set; }

    /// <summary>What the rows are sorted by.</summary>
    [Parameter] public BoardSort Sort { get; set; }

    /// <summary>The other way round.</summary>
    [Parameter] public bool Descending { get; set; }

    /// <summary>The address of the page in another order; null where it has one order only.</summary>
    [Parameter] public Func<BoardSort, string>? SortLink { get; set; }

    private bool ShowDataset => _datasets.Several;

    private List<(string Name, bool Number, BoardSort? Sort)> Columns => [.. All()];

    /// <inheritdoc/>
    protected override void OnParametersSet() => _datasets = new DatasetNames(Rows);

    private string? Order((string Name, bool Number, BoardSort? Sort) column) =>
        SortLink is null || column.Sort != Sort
            ? null
            : (column.Sort is BoardSort.Model or BoardSort.Cost or BoardSort.Size) != Descending ? "ascending" : "descending";

    private IEnumerable<(string Name, bool Number, BoardSort? Sort)> All()
    {
        if (ShowModel)
            yield return ("model", false, BoardSort.Model);
        if (ShowDataset)
            yield return ("dataset", false, null);
        foreach (var name in new[] { "bits", "weights", "ranges", "bias", "method" })
            yield return (name, false, null);
        yield return ("FP32", true, null);
        yield return ("top-1", true, BoardSort.Top1);
        yield return ("cost", true, BoardSort.Cost);
        yield return ("95 % interval", true, null);
        yield return ("agree", true, BoardSort.Agreement);
        yield return ("SQNR", true, BoardSort.Sqnr);
        yield return ("MB", true, BoardSort.Size);
        yield return ("images", true, null);
        if (History)
        {
            yield return ("checkpoint", false, null);
            yield return ("sweep", false, null);
            yield return ("measured", false, BoardSort.Measured);
        }

        if (Downloads)
            yield return ("file", false, null);
    }
}
