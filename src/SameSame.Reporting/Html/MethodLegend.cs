using static SameSame.Reporting.Html.Markup;

namespace SameSame.Reporting.Html;

/// <summary>Which colour is which method.</summary>
internal static class MethodLegend
{
    public static string Render(IReadOnlyList<string> methods) => $"<p class=\"legend\">{string.Concat(methods.Select((m, i) =>
        $"<span><svg width=\"12\" height=\"12\" aria-hidden=\"true\"><rect width=\"12\" height=\"12\" class=\"s{i % 8}\"/></svg> {Escape(m)}</span> "))}</p>\n";
}
