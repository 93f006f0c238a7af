using System.Text;
using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using static SameSame.Reporting.Html.Markup;

namespace SameSame.Reporting.Html;

/// <summary>
/// A sweep as one self-contained page: nothing is loaded from anywhere, so it works from a file and in an archive. One script
/// sorts and filters tables; without it they are whole.
/// </summary>
public static class HtmlReport
{
    /// <summary>Renders the page.</summary>
    /// <param name="status">The sweep.</param>
    /// <param name="cells">Its cells.</param>
    /// <param name="ranges">What methods do to channel ranges, the best method of each model first; null for none.</param>
    /// <param name="dataset">Name of the dataset; null where it is not known.</param>
    public static string Render(
        SweepStatus status, IReadOnlyList<CellResult> cells, IReadOnlyList<RangeFigure>? ranges = null, string? dataset = null)
    {
        var data = new ReportData(status, cells, dataset);
        (string Id, string Title, string Content)[] sections =
        [
            ("cost", "What each bit width costs", CostSection.Render(data)),
            ("best", "Best of each model and bit width", CellTables.Best(data)),
            (CellTables.Id, CellTables.Title, CellTables.All(data)),
            ("doubts", "What speaks against figures", DoubtSection.Render(data)),
            ("size", "Accuracy over the size of weights", ParetoSection.Render(data)),
            ("ranges", "Channel ranges before and after", RangeSection.Render(ranges ?? [], data.Measured)),
            ("failed", "Failed", FailureSection.Render(data)),
        ];
        var shown = sections.Where(s => s.Content.Length > 0).ToList();
        var page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        page.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.Append("<title>").Append(Escape(status.Id)).Append("</title><style>");
        page.Append(StyleSheet.Read("charts.css")).Append(StyleSheet.Read("report.css")).Append("</style></head><body><main>\n");
        page.Append("<h1>").Append(Escape(status.Id)).Append("</h1>\n").Append(SummarySection.Render(data));
        var links = shown.Select(s => $"<a href=\"#{s.Id}\">{Escape(s.Title)}</a>");
        page.Append("<nav aria-label=\"sections\">").AppendJoin(" · ", links).Append("</nav>\n");
        foreach (var (id, title, content) in shown)
            page.Append("<h2 id=\"").Append(id).Append("\">").Append(Escape(title)).Append("</h2>\n").Append(content);
        page.Append(SummarySection.Environment(data)).Append("</main>\n<script>").Append(EmbeddedText.Read("report.js"));
        return page.Append("</script></body></html>\n").ToString();
    }
}
