using System.Globalization;
using System.Net;
using System.Text;
using System.Xml.Linq;
using SameSame.Quantization.Equalization;

namespace SameSame.Reporting.Html;

/// <summary>The part of the report that shows why rewriting helps: channel ranges before and after, model by model.</summary>
internal static class RangeSection
{
    /// <summary>The section; empty where there are no figures. The first figure of a model is drawn, the others are rows of its table.</summary>
    public static string Render(IReadOnlyList<RangeFigure> figures)
    {
        if (figures.Count == 0)
            return "";
        var text = new StringBuilder("<h2>Channel ranges before and after</h2>\n");
        text.Append("<p>Channels of a layer or an activation share one range. Bars show the share of it that its channels use, from the lower to the upper decile, thick between the quartiles, with a tick at the median: ");
        text.Append(Swatch("before")).Append(" all factors 1, ").Append(Swatch("after")).Append(" the method's. Each line down is one bit that channels lack. Channels without weights or values are left out.</p>\n");
        foreach (var model in figures.GroupBy(f => f.Model))
            Model(text, model.Key, [.. model]);
        return text.ToString();
    }

    private static void Model(StringBuilder text, string model, List<RangeFigure> figures)
    {
        text.Append(CultureInfo.InvariantCulture, $"<h3>{Escape(model)}</h3>\n");
        if (figures.Find(f => f.Missing is null) is { } drawn)
        {
            text.Append("<div class=\"panels\">");
            foreach (var kind in Enum.GetValues<ChannelKind>().Where(k => drawn.Of(k).Count > 0))
            {
                var title = $"{model}, {drawn.Method}: {kind.ToString().ToLowerInvariant()}";
                text.Append(CultureInfo.InvariantCulture, $"<figure><figcaption>{Escape($"{drawn.Method}: {kind.ToString().ToLowerInvariant()}")}</figcaption>");
                text.Append(CultureInfo.InvariantCulture, $"<div class=\"wide\">{RangeChart.Draw(title, drawn.Of(kind)).ToString(SaveOptions.DisableFormatting)}</div></figure>\n");
            }

            text.Append("</div>\n");
        }

        if (figures.Exists(f => f.Missing is null))
            text.Append(HtmlTable.Render(Table(figures.Where(f => f.Missing is null))));
        // Methods of one model mostly lack the same thing.
        foreach (var missing in figures.Where(f => f.Missing is not null).GroupBy(f => f.Missing))
            text.Append(CultureInfo.InvariantCulture, $"<p class=\"small\">No plot of {Escape(string.Join(", ", missing.Select(f => f.Method)))}: {Escape(missing.Key!)}</p>\n");
    }

    private static ReportTable Table(IEnumerable<RangeFigure> figures) => new(
        [new("method"), new("factors of"), new("median use of weight ranges", true), new("of activation ranges", true)],
        [.. figures.Select(f => new[] { f.Method, f.Scheme.Bits.ToString(), Use(f.Utilisation(ChannelKind.Weights)), Use(f.Utilisation(ChannelKind.Activations)) })]);

    private static string Use((double Before, double After)? use) =>
        use is { } u ? string.Create(CultureInfo.InvariantCulture, $"{100 * u.Before:0} % -> {100 * u.After:0} %") : "";

    private static string Swatch(string type) => $"<svg width=\"14\" height=\"12\" class=\"chart\"><path d=\"M7 0V12\" stroke-width=\"10\" class=\"{type}\"/></svg>";

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
