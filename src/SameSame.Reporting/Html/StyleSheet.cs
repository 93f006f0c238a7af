namespace SameSame.Reporting.Html;

/// <summary>The style sheets that pages with charts share.</summary>
public static class StyleSheet
{
    /// <summary>A style sheet's text.</summary>
    /// <param name="name"><c>charts.css</c> or <c>report.css</c>.</param>
    public static string Read(string name) => EmbeddedText.Read(name);
}
