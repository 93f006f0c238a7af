using System.Text;
using System.Text.RegularExpressions;

namespace Deploy.Tests.Charts;

/// <summary>The table of values in the chart's README, from <c>values.yaml</c> and its comments that begin with <c># --</c>.</summary>
internal static partial class ValuesTable
{
    /// <summary>Markdown, one row for each described value.</summary>
    public static string Of(string yaml)
    {
        var table = new StringBuilder("| value | default | what |\n|---|---|---|\n");
        var (path, what, lines) = (new List<(int Indent, string Key)>(), "", yaml.Split('\n'));
        for (var i = 0; i < lines.Length; i++)
        {
            if (Described().Match(lines[i]) is { Success: true } comment)
            {
                what = comment.Groups[1].Value;
                continue;
            }

            if (Entry().Match(lines[i]) is not { Success: true } entry)
                continue;
            var indent = entry.Groups[1].Length;
            path.RemoveAll(p => p.Indent >= indent);
            path.Add((indent, entry.Groups[2].Value));
            if (what.Length == 0)
                continue;
            var value = entry.Groups[3].Value.Trim();
            var shown = value.Length > 0 ? $"`{value}`" : $"`{string.Join(' ', lines.Skip(i + 1).TakeWhile(l => l.Length - l.TrimStart().Length > indent && l.Trim().Length > 0).Select(l => l.Trim()))}`";
            table.Append('|').Append($" `{string.Join('.', path.Select(p => p.Key))}` | {shown} | {what.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
            what = "";
        }

        return table.ToString();
    }

    [GeneratedRegex(@"^ *# -- (.+)$")]
    private static partial Regex Described();

    [GeneratedRegex(@"^( *)([A-Za-z0-9]+):(.*)$")]
    private static partial Regex Entry();
}
