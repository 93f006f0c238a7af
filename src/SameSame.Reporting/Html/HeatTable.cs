using System.Globalization;
using System.Net;
using System.Text;
using SameSame.Contracts.Results;
using SameSame.Quantization.Schemes;

namespace SameSame.Reporting.Html;

/// <summary>
/// A <see cref="HeatMap"/> as a table: each field has its number, so that it is read without colours, and its interval where
/// one points at it. Fields that the images do not tell apart from the best of their scheme are hatched.
/// </summary>
public static class HeatTable
{
    /// <summary>Renders the table.</summary>
    /// <param name="map">The map.</param>
    /// <param name="verdicts">Which fields are best, tied, or cannot be right.</param>
    /// <param name="link">Where a field leads; null is nowhere.</param>
    /// <param name="modelLink">Where a model's name leads; null is nowhere.</param>
    /// <param name="label">What it shows, for readers who do not see it.</param>
    public static string Render(
        HeatMap map, Verdicts verdicts, Func<LeaderboardRow, string>? link = null, Func<string, string>? modelLink = null,
        string label = "points lost by model and configuration")
    {
        var text = new StringBuilder($"<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{Escape(label)}\">");
        text.Append("<table class=\"heat\"><thead><tr><th rowspan=\"2\" scope=\"col\">model</th>");
        foreach (var scheme in map.Columns.GroupBy(c => c.Scheme))
            text.Append(
                CultureInfo.InvariantCulture,
                $"<th colspan=\"{scheme.Count()}\" scope=\"colgroup\">{Escape(Name(scheme.Key, map))}</th>");
        text.Append("</tr><tr>");
        foreach (var column in map.Columns)
            text.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\" class=\"n\">{Escape(column.Method)}</th>");
        text.Append("</tr></thead><tbody>\n");
        foreach (var line in map.Lines)
        {
            var name = Escape(line.Model) + (map.Several ? $" <span class=\"small\">{Escape(line.Dataset)}</span>" : "");
            text.Append(
                CultureInfo.InvariantCulture,
                $"<tr><th scope=\"row\">{(modelLink is null ? name : $"<a href=\"{Escape(modelLink(line.Model))}\">{name}</a>")}</th>");
            foreach (var column in map.Columns)
                text.Append(
                    line.Fields.TryGetValue(column, out var row) ? Field(row, verdicts, link) : "<td class=\"none\">–</td>");
            text.Append("</tr>\n");
        }

        return text.Append("</tbody></table></div>\n").Append(Legend()).ToString();
    }

    private static string Field(LeaderboardRow row, Verdicts verdicts, Func<LeaderboardRow, string>? link)
    {
        var mark = verdicts.Mark(row);
        var number = row.Degradation.ToString("0.00", CultureInfo.InvariantCulture) + (mark is "*" or "!" ? mark : "");
        var doubt = mark switch { "=" => ", not told apart from the best", "!" => ", implausible", _ => "" };
        // Without the model, which its line says: there are thousands of fields.
        var description = string.Create(CultureInfo.InvariantCulture,
            $"{row.WeightBits}/{row.ActivationBits} {row.Method}: {row.Degradation:0.00} points lost, ")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"95 % {row.DegradationLow:0.00} to {row.DegradationHigh:0.00}, top-1 {row.Top1:0.00} %{doubt}");
        var tied = verdicts.StandingOf(row) == Standing.Tied ? " tied" : "";
        var inside = link is null ? number : $"<a href=\"{Escape(link(row))}\">{number}</a>";
        return $"<td class=\"h{HeatScale.Of(row.Degradation)}{tied}\" title=\"{Escape(description)}\">{inside}</td>";
    }

    private static string Legend()
    {
        var steps = string.Concat(
            Enumerable.Range(0, HeatScale.Steps).Select(s => $"<span class=\"swatch h{s}\">&#8203;</span> {HeatScale.Text(s)} "));
        return $"<p class=\"small heat\">Points of top-1 lost: {steps}<span class=\"swatch h1 tied\">&#8203;</span> hatched: images do not tell it apart from the best of its scheme, which has a star</p>\n";
    }

    // What all schemes have in common is not worth a word.
    private static string Name(QuantizationScheme scheme, HeatMap map)
    {
        var all = map.Columns.Select(c => c.Scheme).Distinct().ToList();
        List<string> parts = [scheme.Bits.ToString()];
        if (all.Exists(s => s.Granularity != scheme.Granularity))
            parts.Add(scheme.Granularity.Name());
        if (all.Exists(s => s.Calibrator != scheme.Calibrator))
            parts.Add(scheme.Calibrator);
        if (all.Exists(s => s.BiasTreatment != scheme.BiasTreatment))
            parts.Add($"bias {scheme.BiasTreatment}");
        return string.Join(", ", parts);
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
