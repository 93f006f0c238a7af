using System.Globalization;
using System.Xml.Linq;
using static SameSame.Reporting.Html.SvgElements;

namespace SameSame.Reporting.Html;

/// <summary>Draws a <see cref="Waterfall"/>: from FP32's top-1 down and up again to the cell's, one bar a step.</summary>
public static class WaterfallChart
{
    private const double BarWidth = 74, Gap = 26, PlotHeight = 200, Left = 58, Right = 24, Top = 22, Bottom = 30;

    /// <summary>Draws the chart.</summary>
    /// <param name="title">What it shows, for readers who do not see it.</param>
    /// <param name="fall">The steps; at least one.</param>
    public static XElement Draw(string title, Waterfall fall)
    {
        var levels = fall.Steps.Select(s => s.Top1).Prepend(fall.Fp32Top1).ToList();
        // The bars between two levels matter, not their distance from zero.
        var (low, high) = (levels.Min(), levels.Max());
        var step = Axis.Nice(Math.Max(high - low, 1) / 4);
        var axis = new Axis(Math.Max(0, Math.Floor(low / step) * step - step), Math.Ceiling(high / step) * step, step);
        var count = fall.Steps.Count + 2;
        var width = Left + count * (BarWidth + Gap) + Right;
        var chart = Root(width, Top + PlotHeight + Bottom, title);
        foreach (var tick in axis.Ticks)
        {
            chart.Add(Element(
                "line", ("x1", Text(Left)), ("x2", Text(width - Right)), ("y1", Text(Y(tick))), ("y2", Text(Y(tick))),
                ("class", "grid")));
            chart.Add(Label(tick.ToString("0.##", CultureInfo.InvariantCulture), Left - 8, Y(tick) + 4, "end", "tick"));
        }

        chart.Add(Label("top-1, %", Left, Top - 8, "start", "tick"));
        Bar(0, axis.Low, fall.Fp32Top1, "total", "FP32", fall.Fp32Top1.ToString("0.00", CultureInfo.InvariantCulture),
            FormattableString.Invariant($"FP32: {fall.Fp32Top1:0.00} %"));
        for (var i = 0; i < fall.Steps.Count; i++)
        {
            var s = fall.Steps[i];
            Bar(i + 1, levels[i], s.Top1, s.Points < 0 ? "loss" : "gain", s.Label,
                s.Points.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture),
                FormattableString.Invariant(
                    $"{s.Label}: {s.Points:+0.00;-0.00;0.00} points, 95 % {s.Low:+0.00;-0.00;0.00} to {s.High:+0.00;-0.00;0.00}"));
        }

        Bar(count - 1, axis.Low, levels[^1], "total", "this cell", levels[^1].ToString("0.00", CultureInfo.InvariantCulture),
            FormattableString.Invariant($"this cell: {levels[^1]:0.00} %"));
        return chart;

        double Y(double value) => Top + PlotHeight * (axis.High - value) / (axis.High - axis.Low);

        void Bar(int index, double from, double to, string type, string name, string value, string description)
        {
            var x = Left + index * (BarWidth + Gap) + Gap / 2;
            var (top, bottom) = (Y(Math.Max(from, to)), Y(Math.Min(from, to)));
            var bar = Element("rect", ("x", Text(x)), ("width", Text(BarWidth)), ("y", Text(top)),
                ("height", Text(Math.Max(bottom - top, 1))), ("class", type));
            bar.Add(new XElement(Svg + "title", description));
            chart.Add(
                bar, Label(value, x + BarWidth / 2, top - 4, "middle", "name"),
                Label(name, x + BarWidth / 2, Top + PlotHeight + 18, "middle", "tick"));
            if (index < count - 1)
                chart.Add(Element(
                    "line", ("x1", Text(x + BarWidth)), ("x2", Text(x + BarWidth + Gap)), ("y1", Text(Y(to))),
                    ("y2", Text(Y(to))), ("class", "link")));
        }
    }
}
