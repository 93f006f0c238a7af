using System.Text;
using SameSame.Contracts.Results;
using SameSame.Quantization.Schemes;
using static SameSame.Reporting.Html.Markup;

namespace SameSame.Reporting.Html;

/// <summary>The paper's figures, one a scheme. A fleet has a heat map first, and a figure for each dozen of its models.</summary>
internal static class CostSection
{
    // More columns than these no sheet of paper holds.
    private const int WidestMap = 24;

    public static string Render(ReportData data)
    {
        if (data.Measured.Count == 0)
            return "";
        var text = new StringBuilder("<p>Top-1 lost against FP32 in percentage points, paired over the same images. ");
        text.Append("Lower is better, below zero is a gain.</p>\n");
        if (data.IsFleet)
            text.Append(Maps(data));
        var numbers = $"; the table <a href=\"#{CellTables.Id}\">{CellTables.Title}</a> has the numbers.";
        var scales = data.IsFleet ? " Each figure has a scale of its own." : "";
        text.Append("<p>One bar a method; lines are 95 % intervals").Append(numbers).Append(scales).Append("</p>\n");
        text.Append(MethodLegend.Render(data.Methods));
        var schemes = data.Cells.Select(c => c.Scheme).Distinct().ToList();
        var panels = data.Rows.GroupBy(r => r.Scheme)
            .Select(s => (Title: SchemeTitle.Of(s.Key, schemes), Rows: (IReadOnlyList<LeaderboardRow>)[.. s]));
        if (!data.IsFleet)
        {
            text.Append("<div class=\"panels\">");
            text.AppendJoin("", panels.Select(p => Panel(p.Title, p.Title, p.Rows, data.Methods)));
            return text.Append("</div>\n").ToString();
        }

        foreach (var (title, rows) in panels)
        {
            text.Append("<h3>").Append(Escape(title)).Append("</h3>\n");
            var groups = ModelGroups.Of(data.Models).Select((g, i) => Group(title, g, i < ModelGroups.Open, rows, data.Methods));
            text.AppendJoin("", groups);
        }

        return text.ToString();
    }

    private static string Group(
        string scheme, (string Title, IReadOnlyList<string> Models) group, bool open, IReadOnlyList<LeaderboardRow> rows,
        IReadOnlyList<string> methods)
    {
        var own = rows.Where(r => group.Models.Contains(r.Model)).ToList();
        if (own.Count == 0)
            return "";
        var names = group.Models.Count == 1 ? group.Models[0] : $"{group.Models[0]} to {group.Models[^1]}";
        var panel = Panel($"Top-1 lost at {scheme}, {group.Title}", $"{scheme}, {group.Title}", own, methods);
        return Details($"{group.Title}: {names}", open, panel);
    }

    private static string Panel(string caption, string label, IReadOnlyList<LeaderboardRow> rows, IReadOnlyList<string> methods) =>
        Figure(caption, label, DegradationChart.Draw(
            $"Points of top-1 lost, {label}; the table {CellTables.Title} has the numbers", rows, methods));

    private static string Maps(ReportData data)
    {
        var blocks = Blocks(HeatMap.Of(data.Rows)).ToList();
        return string.Concat(blocks.Select((schemes, i) => HeatTable.Render(
            HeatMap.Of([.. data.Rows.Where(r => schemes.Contains(r.Scheme))]), data.Verdicts,
            label: $"points lost by model and configuration{Part(i)}")));

        string Part(int block) => blocks.Count == 1 ? "" : FormattableString.Invariant($", part {block + 1} of {blocks.Count}");
    }

    private static IEnumerable<HashSet<QuantizationScheme>> Blocks(HeatMap map)
    {
        var (block, width) = (new HashSet<QuantizationScheme>(), 0);
        foreach (var scheme in map.Columns.GroupBy(c => c.Scheme))
        {
            if (width > 0 && width + scheme.Count() > WidestMap)
            {
                yield return block;
                (block, width) = ([], 0);
            }

            block.Add(scheme.Key);
            width += scheme.Count();
        }

        yield return block;
    }
}
