namespace SameSame.Reporting.Html;

/// <summary>Columns that say the same in every row become a sentence: a page is narrow.</summary>
internal static class CommonColumns
{
    private static readonly Dictionary<string, Func<string, string>> Sentences = new()
    {
        ["weights"] = v => $"{v} weights",
        ["ranges"] = v => $"{v} ranges",
        ["bias"] = v => v == "none" ? "no bias correction" : $"bias {v}",
        ["images"] = v => $"{v} images",
    };

    /// <summary>The table without them, and the sentence; empty where there are none.</summary>
    public static (ReportTable Table, string Sentence) Split(ReportTable table)
    {
        if (table.Rows.Count < 2)
            return (table, "");
        var common = Enumerable.Range(0, table.Columns.Count)
            .Where(i => Sentences.ContainsKey(table.Columns[i].Header) && table.Rows.All(r => r[i] == table.Rows[0][i])).ToList();
        var kept = Enumerable.Range(0, table.Columns.Count).Except(common).ToList();
        var said = string.Join(", ", common.Select(i => Sentences[table.Columns[i].Header](table.Rows[0][i])));
        var narrow = new ReportTable(
            [.. kept.Select(i => table.Columns[i])], [.. table.Rows.Select(r => kept.Select(i => r[i]).ToArray())]);
        return (narrow, said.Length == 0 ? "" : $"In every row: {said}.");
    }
}
