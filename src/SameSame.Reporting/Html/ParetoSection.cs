using System.Text;
using SameSame.Contracts.Results;
using static SameSame.Reporting.Html.Markup;

namespace SameSame.Reporting.Html;

/// <summary>Top-1 over the size of weights, model by model; those of a fleet fold.</summary>
internal static class ParetoSection
{
    public static string Render(ReportData data)
    {
        var models = data.Rows.Where(r => r.WeightBytes > 0).GroupBy(r => r.Model)
            .OrderBy(g => g.Key, StringComparer.Ordinal).ToList();
        if (models.Count == 0)
            return "";
        var text = new StringBuilder("<p>One point a cell; the dashed line joins what nothing of at most its size beats. ");
        text.Append($"The table <a href=\"#{CellTables.Id}\">{CellTables.Title}</a> has the numbers.</p>\n");
        text.Append(MethodLegend.Render(data.Methods));
        if (models.Count < data.Models.Count)
        {
            var shown = FormattableString.Invariant($"Showing {models.Count} of {data.Models.Count} models");
            text.Append(Small($"{shown}: an earlier version measured the others."));
        }

        if (!data.IsFleet)
            text.Append("<div class=\"panels\">");
        foreach (var (model, i) in models.Select((m, i) => (m, i)))
        {
            var figure = One(model.Key, [.. model], data.Methods);
            text.Append(data.IsFleet ? Details(model.Key, i < ModelGroups.Open, figure, model.Key) : figure);
        }

        return text.Append(data.IsFleet ? "" : "</div>\n").ToString();
    }

    private static string One(string model, List<LeaderboardRow> rows, IReadOnlyList<string> methods)
    {
        var title = $"{model}: top-1 over the size of weights";
        var frontier = string.Join("; ", ParetoChart.Frontier(rows).Select(Point));
        return Figure(model, title, ParetoChart.Draw(title, rows, methods)!, Small($"Not beaten, smallest first: {frontier}."));
    }

    private static string Point(LeaderboardRow r) =>
        FormattableString.Invariant($"{r.WeightBits}/{r.ActivationBits} {r.Method} {r.WeightBytes / 1e6:0.###} MB ")
        + FormattableString.Invariant($"{r.Top1:0.00} %");
}
