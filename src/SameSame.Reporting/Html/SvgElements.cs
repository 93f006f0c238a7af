using System.Globalization;
using System.Xml.Linq;

namespace SameSame.Reporting.Html;

/// <summary>The few SVG elements that charts are made of. Numbers have two decimals at most: pages hold thousands of them.</summary>
internal static class SvgElements
{
    public static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static XElement Element(string name, params (string Name, string Value)[] attributes) =>
        new(Svg + name, attributes.Select(a => new XAttribute(a.Name, a.Value)));

    public static XElement Root(double width, double height, string title)
    {
        var root = Element("svg", ("viewBox", $"0 0 {Text(width)} {Text(height)}"), ("width", Text(width)), ("height", Text(height)), ("role", "img"), ("class", "chart"));
        root.Add(new XElement(Svg + "title", title));
        return root;
    }

    public static XElement Label(string text, double x, double y, string anchor, string type) =>
        Caption(text, Element("text", ("x", Text(x)), ("y", Text(y)), ("text-anchor", anchor), ("class", type)));

    public static XElement Caption(string text, XElement element)
    {
        element.Add(text);
        return element;
    }

    public static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
