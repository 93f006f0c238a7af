using System.Globalization;
using System.Net;
using System.Text;

namespace SameSame.Reporting.Html;

/// <summary>A <see cref="ReportTable"/> as HTML that scrolls by itself where the window is narrow.</summary>
internal static class HtmlTable
{
    public static string Render(ReportTable table)
    {
        var text = new StringBuilder("<div class=\"wide\"><table><thead><tr>");
        foreach (var column in table.Columns)
            text.Append(CultureInfo.InvariantCulture, $"<th{Align(column)}>{WebUtility.HtmlEncode(column.Header)}</th>");
        text.Append("</tr></thead><tbody>\n");
        foreach (var row in table.Rows)
            text.Append("<tr>").AppendJoin("", row.Select((c, i) => $"<td{Align(table.Columns[i])}>{WebUtility.HtmlEncode(c)}</td>")).Append("</tr>\n");
        return text.Append("</tbody></table></div>\n").ToString();
    }

    private static string Align(ReportColumn column) => column.RightAligned ? " class=\"n\"" : "";
}
