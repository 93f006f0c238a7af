using System.Text;
using SameSame.Contracts.Results;
using static SameSame.Reporting.Html.Markup;

namespace SameSame.Reporting.Html;

/// <summary>Why rewriting helps: channel ranges before and after, model by model, method by method.</summary>
internal static class RangeSection
{
    /// <summary>The section; empty where there are no figures.</summary>
    /// <param name="figures">The figures, the best method of each model first.</param>
    /// <param name="cells">The sweep's cells, which say what is best.</param>
    public static string Render(IReadOnlyList<RangeFigure> figures, IReadOnlyList<CellResult> cells)
    {
        if (figures.Count == 0)
            return "";
        var models = figures.GroupBy(f => f.Model).ToList();
        var all = RangeSelection.Models(cells);
        var fleet = models.Count > ModelGroups.Size;
        var drawn = RangeBudget.Drawn(figures);
        var text = new StringBuilder("<p>Channels of a layer or an activation share one range. Bars show the share of it ");
        text.Append("that its channels use, from the lower to the upper decile, thick between the quartiles, ");
        text.Append("with a tick at the median: ");
        text.Append(Swatch("before")).Append(" all factors 1, ").Append(Swatch("after"));
        text.Append(" the method's. Each line down is one bit that channels lack. ");
        text.Append("Channels without weights or values are left out.</p>\n");
        if (models.Count < all)
            text.Append(Small(FormattableString.Invariant($"Showing {models.Count} of {all} models, the first of the sweep.")));
        var made = figures.Count(f => f.Missing is null);
        if (drawn.Count < made)
        {
            var shown = FormattableString.Invariant($"Showing {drawn.Count} of {made} plots");
            text.Append(Small($"{shown}, the best method of each model first. The tables have a line for each."));
        }

        foreach (var (model, i) in models.Select((m, i) => (m, i)))
        {
            var one = new RangeModel(model.Key, [.. model], cells.Where(c => c.Model == model.Key), drawn, fleet);
            var content = one.Render();
            text.Append(fleet
                ? Details(model.Key, i < ModelGroups.Open, content, model.Key)
                : $"<h3>{Escape(model.Key)}</h3>\n{content}");
        }

        return text.ToString();
    }

    private static string Swatch(string type) =>
        "<svg width=\"14\" height=\"12\" class=\"chart\" aria-hidden=\"true\">"
        + $"<path d=\"M7 0V12\" stroke-width=\"10\" class=\"{type}\"/></svg>";
}
