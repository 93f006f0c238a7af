using static SameSame.Reporting.Html.Markup;

namespace SameSame.Reporting.Html;

/// <summary>Reasons of many cells, those alike in one line, the frequent first. What is left out is counted.</summary>
internal static class ReasonList
{
    /// <summary>So many lines stand there, and so many more fold.</summary>
    public const int Shown = 20, Folded = 200;

    /// <summary>The list; empty where there are no reasons.</summary>
    public static string Render(IEnumerable<Reason> reasons)
    {
        var groups = reasons.GroupBy(r => r.Shape).OrderByDescending(g => g.Count()).Select(g => g.ToList()).ToList();
        if (groups.Count <= Shown)
            return List(groups.Select(Line));
        var more = groups.Skip(Shown).Take(Folded).ToList();
        return List(groups.Take(Shown).Select(Line))
            + Details(Count(more.Count, "more reason"), open: false, List(more.Select(Line)))
            + Omitted(Shown + more.Count, groups.Count, "reasons");
    }

    private static string Line(List<Reason> group)
    {
        var (models, texts) = (group.Select(r => r.Model).Distinct().Count(), group.Select(r => r.Text).Distinct().Count());
        var first = group[0];
        var cells = Count(group.Count, "cell");
        if (texts == 1 && models == 1)
            return $"{cells} of {Escape(group.Count == 1 ? first.Who : first.Model)}: {Escape(first.Text)}";
        var of = models == 1 ? Escape(first.Model) : Count(models, "model");
        return texts == 1
            ? $"{cells} of {of}: {Escape(first.Text)}"
                + Names(group.Select(r => r.Model), Count(models, "model"), "models", inline: true)
            : $"{cells} of {of}, as {Escape(first.Who)}: {Escape(first.Text)}"
                + Names(group.Select(r => $"{r.Who}: {r.Text}"), "each", "lines", inline: false);
    }

    private static string Names(IEnumerable<string> all, string summary, string things, bool inline)
    {
        var lines = all.Distinct().ToList();
        var shown = lines.Take(Folded).ToList();
        var content = inline ? $"<p>{Escape(string.Join(", ", shown))}</p>" : List(shown.Select(Escape));
        return Details(summary, open: false, content + Omitted(shown.Count, lines.Count, things));
    }

    private static string Omitted(int shown, int all, string things) =>
        shown == all ? "" : Small(FormattableString.Invariant($"Showing {shown} of {all} {things}; results.csv has all."));

    private static string List(IEnumerable<string> lines) =>
        string.Concat(lines.Select(l => $"<li>{l}</li>")) is { Length: > 0 } items ? $"<ul>{items}</ul>\n" : "";
}
