using System.Xml.Linq;
using static SameSame.Reporting.Html.SvgElements;

namespace SameSame.Reporting.Html;

/// <summary>Names of models under a chart: in two heights where that keeps them apart, slanted where they are longer.</summary>
internal sealed class AxisNames
{
    private const double Character = 7, Cosine = 0.82, Sine = 0.57;
    private const int Longest = 36;
    private readonly IReadOnlyList<string> _names;
    private readonly bool _slanted;

    public AxisNames(IEnumerable<string> names, double group)
    {
        _names = [.. names.Select(n => n.Length <= Longest ? n : $"{n[..(Longest / 2)]}…{n[^(Longest / 2)..]}")];
        var widest = _names.Select(n => n.Length).DefaultIfEmpty().Max() * Character;
        _slanted = widest > 1.8 * group;
        Height = _slanted ? 24 + widest * Sine : 46;
        // The first names reach beyond the axis.
        Overhang = _slanted ? _names.Select((n, i) => n.Length * Character * Cosine - (i + 0.5) * group + 6).Max() : 0;
    }

    /// <summary>How much room they take below the axis.</summary>
    public double Height { get; }

    /// <summary>How much room they take left of it.</summary>
    public double Overhang { get; }

    /// <summary>One name.</summary>
    /// <param name="index">Which.</param>
    /// <param name="x">The middle of its group.</param>
    /// <param name="axis">The height of the axis.</param>
    public XElement Draw(int index, double x, double axis)
    {
        var label = Label(_names[index], x, axis + (_slanted || index % 2 == 0 ? 18 : 34), _slanted ? "end" : "middle", "name");
        if (_slanted)
            label.Add(new XAttribute("transform", $"rotate(-35 {Text(x)} {Text(axis + 18)})"));
        return label;
    }
}
