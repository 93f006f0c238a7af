using System.Text;
using static SameSame.Reporting.Html.Markup;

namespace SameSame.Reporting.Html;

/// <summary>A <see cref="ReportTable"/> as HTML, in a box that scrolls. The first column names the row.</summary>
internal static class HtmlTable
{
    /// <summary>Renders a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="label">What it has, for readers who do not see it.</param>
    /// <param name="sorts">Whether the page's script makes it sort and filter.</param>
    public static string Render(ReportTable table, string label, bool sorts = false)
    {
        var text = new StringBuilder($"<table{(sorts ? " class=\"sorts\"" : "")}><thead><tr>");
        foreach (var column in table.Columns)
            text.Append($"<th scope=\"col\"{Align(column)}>").Append(Escape(column.Header)).Append("</th>");
        text.Append("</tr></thead><tbody>\n");
        foreach (var row in table.Rows)
        {
            text.Append("<tr><th scope=\"row\">").Append(Escape(row[0])).Append("</th>");
            for (var i = 1; i < row.Length; i++)
                text.Append("<td").Append(Align(table.Columns[i])).Append('>').Append(Escape(row[i])).Append("</td>");
            text.Append("</tr>\n");
        }

        return Wide(label, text.Append("</tbody></table>").ToString()) + "\n";
    }

    private static string Align(ReportColumn column) => column.RightAligned ? " class=\"n\"" : "";
}
