using static SameSame.Reporting.Html.Markup;

namespace SameSame.Reporting.Html;

/// <summary>The numbers: the best cells, and all.</summary>
internal static class CellTables
{
    public const string Id = "cells", Title = "All cells";

    public static string Best(ReportData data) =>
        Table(Ranking.Best(data.Rows, data.Verdicts), "best of each model and bit width", data);

    public static string All(ReportData data) => Table(data.Rows, "all cells", data);

    private static string Table(IReadOnlyList<Contracts.Results.LeaderboardRow> rows, string label, ReportData data)
    {
        if (rows.Count == 0)
            return "";
        var (table, sentence) = CommonColumns.Split(LeaderboardTable.Of(Ranking.Sort(rows), data.Verdicts, sizes: true));
        var legends = LeaderboardTable.Legends(rows, data.Verdicts);
        if (table.Columns.Any(c => c.Header == LeaderboardTable.Size))
            legends = legends.Append($"{LeaderboardTable.Size}: weights, biases and scales as hardware packs them");
        return (sentence.Length == 0 ? "" : Small(sentence)) + HtmlTable.Render(table, label, sorts: true)
            + string.Concat(legends.Select(Small));
    }
}
