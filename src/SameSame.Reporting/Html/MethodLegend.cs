using static SameSame.Reporting.Html.Markup;

namespace SameSame.Reporting.Html;

/// <summary>Which colour is which method.</summary>
internal static class MethodLegend
{
    public static string Render(IReadOnlyList<string> methods) =>
        $"<p class=\"legend\">{string.Concat(methods.Select((m, i) => $"<span>{Swatch(i % 8)} {Escape(m)}</span> "))}</p>\n";

    private static string Swatch(int series) =>
        $"<svg width=\"12\" height=\"12\" aria-hidden=\"true\"><rect width=\"12\" height=\"12\" class=\"s{series}\"/></svg>";
}
