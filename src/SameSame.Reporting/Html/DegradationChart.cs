using System.Globalization;
using System.Xml.Linq;
using SameSame.Contracts.Results;
using static SameSame.Reporting.Html.SvgElements;

namespace SameSame.Reporting.Html;

/// <summary>
/// The paper's figure for one scheme: degradation per model, one bar a method, with 95 % intervals. Script-free SVG, sized by its content;
/// colours come from the page's style sheet by class, so that a dark page has a dark chart.
/// </summary>
public static class DegradationChart
{
    private const double BarWidth = 18, ModelGap = 26, PlotHeight = 220, Margin = 58, Right = 34, Top = 16;

    /// <summary>Draws the chart.</summary>
    /// <param name="title">What it shows, for readers who do not see it.</param>
    /// <param name="rows">Rows of one scheme, over the same images.</param>
    /// <param name="methods">All methods, in the order that gives them their colours.</param>
    public static XElement Draw(string title, IReadOnlyList<LeaderboardRow> rows, IReadOnlyList<string> methods)
    {
        var models = rows.Select(r => r.Model).Distinct().Order(StringComparer.Ordinal).ToList();
        var group = methods.Count * BarWidth + ModelGap;
        var names = new AxisNames(models, group);
        var left = Math.Ceiling(Math.Max(Margin, names.Overhang));
        var width = left + Math.Max(models.Count * group, 120) + Right;
        var axis = Axis.Over(rows.SelectMany(r => new double[] { r.DegradationLow, r.DegradationHigh, r.Degradation }));
        var chart = Root(width, Top + PlotHeight + names.Height, title);
        foreach (var tick in axis.Ticks)
        {
            chart.Add(Element("line", ("x1", Text(left)), ("x2", Text(width - Right)), ("y1", Y(tick)), ("y2", Y(tick)), ("class", tick == 0 ? "zero" : "grid")));
            chart.Add(Label(tick.ToString("0.##", CultureInfo.InvariantCulture), left - 8, Position(tick) + 4, "end", "tick"));
        }

        chart.Add(Caption("top-1 lost, points", Element("text", ("transform", $"translate({Text(left - 44)} {Text(Top + PlotHeight / 2)}) rotate(-90)"), ("text-anchor", "middle"), ("class", "tick"))));
        for (var m = 0; m < models.Count; m++)
        {
            var start = left + m * group + ModelGap / 2;
            for (var b = 0; b < methods.Count; b++)
            {
                if (rows.FirstOrDefault(r => r.Model == models[m] && r.Method == methods[b]) is { } row)
                    chart.Add(Bar(row, start + b * BarWidth, b));
            }

            chart.Add(names.Draw(m, start + methods.Count * BarWidth / 2, Top + PlotHeight));
        }

        return chart;

        double Position(double value) => Top + PlotHeight * (axis.High - value) / (axis.High - axis.Low);
        string Y(double value) => Text(Position(value));

        XElement Bar(LeaderboardRow d, double x, int series)
        {
            double from = Position(Math.Max(0, d.Degradation)), to = Position(Math.Min(0, d.Degradation)), middle = x + BarWidth / 2;
            return new XElement(Svg + "g",
                new XElement(Svg + "title", string.Create(CultureInfo.InvariantCulture, $"{d.Model}, {d.Method}: {d.Degradation:0.00} points lost, 95 % {d.DegradationLow:0.00} to {d.DegradationHigh:0.00}; top-1 {d.Top1:0.00} %")),
                Element("rect", ("x", Text(x + 1)), ("width", Text(BarWidth - 2)), ("y", Text(from)), ("height", Text(Math.Max(to - from, 0.75))), ("class", $"s{series % 8}")),
                Element("path", ("d", Interval(middle, d)), ("class", "interval")));
        }

        // One path: a fleet has thousands of bars.
        string Interval(double x, LeaderboardRow d)
        {
            var (low, high) = (Y(d.DegradationLow), Y(d.DegradationHigh));
            return $"M{Text(x)} {low}V{high}m-3 0h6M{Text(x - 3)} {low}h6";
        }
    }
}
