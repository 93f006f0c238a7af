using System.Globalization;
using System.Text;
using System.Xml.Linq;
using SameSame.Quantization.Equalization;
using static SameSame.Reporting.Html.SvgElements;

namespace SameSame.Reporting.Html;

/// <summary>
/// Channel ranges layer by layer, as in the paper's figures, for networks of any size: in place of one dot a channel each layer has two bars, before and after, from
/// the channel that nine in ten exceed to the one that one in ten exceeds, thick between the quartiles, with a tick at the median. The scale is
/// binary: a line down is one bit less. All bars of a kind are one path, so that 100 layers cost a few kilobytes.
/// </summary>
public static class RangeChart
{
    private const double Octave = 20, Left = 44, Right = 12, Top = 10, Bottom = 34, WidestStep = 18, NarrowestStep = 6, Comfortable = 860;
    private const int LeastOctaves = 4, MostOctaves = 12;

    /// <summary>Draws the chart.</summary>
    /// <param name="title">What it shows, for readers who do not see it.</param>
    /// <param name="spreads">At least one, in graph order.</param>
    /// <param name="described">Whether what a bar stands for shows where one points at it: half of the chart's size.</param>
    public static XElement Draw(string title, IReadOnlyList<ChannelSpread> spreads, bool described = true)
    {
        var step = Math.Clamp(Comfortable / spreads.Count, NarrowestStep, WidestStep);
        var octaves = (int)Math.Clamp(Math.Ceiling(-Math.Log2(Math.Max(spreads.Min(s => Math.Min(s.Before.P10, s.After.P10)), 1e-9))), LeastOctaves, MostOctaves);
        var (height, width) = (octaves * Octave, Left + spreads.Count * step + Right);
        var chart = Root(width, Top + height + Bottom, title);
        for (var k = 0; k <= octaves; k++)
        {
            chart.Add(Element("line", ("x1", Text(Left)), ("x2", Text(width - Right)), ("y1", Text(Top + k * Octave)), ("y2", Text(Top + k * Octave)), ("class", k == 0 ? "zero" : "grid")));
            if (k % 2 == 0)
                chart.Add(Label(k == 0 ? "1" : $"1/{1 << k}", Left - 6, Top + k * Octave + 4, "end", "tick"));
        }

        for (var n = 0; n < spreads.Count; n += 10)
            chart.Add(Label((n + 1).ToString(CultureInfo.InvariantCulture), Centre(n), Top + height + 16, "middle", "tick"));
        chart.Add(Label(spreads[0].Kind == ChannelKind.Weights ? "layer, in graph order" : "activation, in graph order", Left, Top + height + 30, "start", "tick"));
        foreach (var (type, side, of) in new (string, double, Func<ChannelSpread, RangeQuantiles>)[] { ("before", -0.22, s => s.Before), ("after", 0.22, s => s.After) })
        {
            chart.Add(Bars($"{type} thin", 0.08, q => q.P10, q => q.P90), Bars(type, 0.34, q => q.P25, q => q.P75), Ticks());

            XElement Bars(string name, double share, Func<RangeQuantiles, double> low, Func<RangeQuantiles, double> high) => Path(name, share * step, n =>
                $"M{Text(Centre(n) + side * step)} {Text(Y(low(of(spreads[n]))) + 0.5)}V{Text(Y(high(of(spreads[n]))) - 0.5)}");

            XElement Ticks() => Path("median", 1.5, n => $"M{Text(Centre(n) + side * step - 0.2 * step)} {Text(Y(of(spreads[n]).Median))}h{Text(0.4 * step)}");
        }

        for (var n = 0; described && n < spreads.Count; n++)
        {
            var target = Element("rect", ("x", Text(Centre(n) - step / 2)), ("width", Text(step)), ("y", Text(Top)), ("height", Text(height)), ("class", "target"));
            target.Add(new XElement(Svg + "title", Describe(n + 1, spreads[n])));
            chart.Add(target);
        }

        return chart;

        double Centre(int n) => Left + (n + 0.5) * step;
        double Y(double share) => Top + Math.Clamp(-Math.Log2(Math.Max(share, 1e-9)), 0, octaves) * Octave;

        XElement Path(string name, double stroke, Func<int, string> of)
        {
            var d = new StringBuilder();
            for (var n = 0; n < spreads.Count; n++)
                d.Append(of(n));
            return Element("path", ("d", d.ToString()), ("stroke-width", Text(stroke)), ("class", name));
        }
    }

    private static string Describe(int number, ChannelSpread s) => string.Create(CultureInfo.InvariantCulture,
        $"{number} {s.Name}: {s.Live} of {s.Channels} channels; median {s.Before.Median:0.000} -> {s.After.Median:0.000}, 10 % below {s.Before.P10:0.000} -> {s.After.P10:0.000} of the range");
}
