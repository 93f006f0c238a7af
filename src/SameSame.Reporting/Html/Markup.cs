using System.Net;
using System.Xml.Linq;

namespace SameSame.Reporting.Html;

/// <summary>The few elements that a report is made of. All text goes through <see cref="Escape"/>.</summary>
internal static class Markup
{
    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A box that scrolls where it must, and that the keyboard reaches. Labels differ within a page.</summary>
    public static string Wide(string label, string content) =>
        $"<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{Escape(label)}\">{content}</div>";

    /// <summary>A chart and what it shows.</summary>
    /// <param name="caption">Stands above it.</param>
    /// <param name="label">Names it alone, out of its place in the page.</param>
    /// <param name="chart">The chart.</param>
    /// <param name="below">Stands below it.</param>
    public static string Figure(string caption, string label, XElement chart, string below = "") =>
        $"<figure><figcaption>{Escape(caption)}</figcaption>"
        + $"{Wide(label, chart.ToString(SaveOptions.DisableFormatting))}{below}</figure>\n";

    /// <summary>A part that readers open and close.</summary>
    /// <param name="summary">What they see of it while it is closed.</param>
    /// <param name="open">Whether it starts open.</param>
    /// <param name="content">The rest.</param>
    /// <param name="model">The model it is about, for the page's filter.</param>
    public static string Details(string summary, bool open, string content, string? model = null) =>
        $"<details{(open ? " open" : "")}{(model is null ? "" : $" data-model=\"{Escape(model)}\"")}>"
        + $"<summary>{Escape(summary)}</summary>{content}</details>\n";

    public static string Small(string text) => $"<p class=\"small\">{Escape(text)}</p>\n";

    public static string Count(int number, string thing) =>
        FormattableString.Invariant($"{number} {thing}{(number == 1 ? "" : "s")}");
}
