using System.Text;

namespace SameSame.Reporting;

/// <summary>Plain-text forms of a table.</summary>
public static class TextFormats
{
    /// <summary>RFC 4180 comma-separated values with a header line.</summary>
    public static string Csv(ReportTable table)
    {
        var text = new StringBuilder();
        foreach (var row in table.Rows.Prepend([.. table.Columns.Select(c => c.Header)]))
            text.AppendJoin(',', row.Select(Quote)).Append("\r\n");
        return text.ToString();
    }

    /// <summary>A pipe table of GitHub-flavoured Markdown.</summary>
    public static string Markdown(ReportTable table)
    {
        var text = new StringBuilder();
        text.Append("| ").AppendJoin(" | ", table.Columns.Select(c => c.Header)).AppendLine(" |");
        text.Append('|').AppendJoin('|', table.Columns.Select(c => c.RightAligned ? "---:" : "---")).AppendLine("|");
        foreach (var row in table.Rows)
            text.Append("| ").AppendJoin(" | ", row.Select(c => c.Replace("|", "\\|", StringComparison.Ordinal))).AppendLine(" |");
        return text.ToString();
    }

    private static string Quote(string value) =>
        value.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
}
