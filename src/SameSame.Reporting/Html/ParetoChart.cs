using System.Globalization;
using System.Xml.Linq;
using SameSame.Contracts.Results;
using static SameSame.Reporting.Html.SvgElements;

namespace SameSame.Reporting.Html;

/// <summary>What smaller weights cost: top-1 over the bytes of packed weights, with the frontier that no row beats in
/// both.</summary>
public static class ParetoChart
{
    private const double Width = 560, Height = 280, Left = 58, Right = 20, Top = 14, Bottom = 42;

    /// <summary>Rows that no other of at most their size beats in top-1, smallest first.</summary>
    public static IReadOnlyList<LeaderboardRow> Frontier(IEnumerable<LeaderboardRow> rows)
    {
        var frontier = new List<LeaderboardRow>();
        foreach (var row in rows.Where(r => r.WeightBytes > 0).OrderBy(r => r.WeightBytes).ThenByDescending(r => r.Top1))
        {
            if (frontier.Count == 0 || row.Top1 > frontier[^1].Top1)
                frontier.Add(row);
        }

        return frontier;
    }

    /// <summary>Draws the chart; null where no row knows its size.</summary>
    /// <param name="title">What it shows, for readers who do not see it.</param>
    /// <param name="rows">Rows of one model and dataset.</param>
    /// <param name="methods">All methods, in the order that gives them their colours.</param>
    public static XElement? Draw(string title, IReadOnlyCollection<LeaderboardRow> rows, IReadOnlyList<string> methods)
    {
        var sized = rows.Where(r => r.WeightBytes > 0).ToList();
        if (sized.Count == 0)
            return null;
        var x = Range(sized.Select(r => r.WeightBytes / 1e6));
        var y = Range(sized.Select(r => (double)r.Top1));
        var chart = Root(Width, Height, title);
        // A fleet has a chart for each model: one path is all lines, and what labels have in common stands at their group.
        chart.Add(Element(
            "path", ("class", "grid"),
            ("d", string.Concat(y.Ticks.Select(t => $"M{Text(Left)} {Text(Y(t))}H{Text(Width - Right)}")))));
        chart.Add(Ticks("end", y.Ticks.Select(t => (Name(t, "0.##"), Left - 8, Y(t) + 4))));
        chart.Add(Ticks("middle", x.Ticks.Select(t => (Name(t, "0.###"), X(t), Height - Bottom + 16))));
        chart.Add(
            Label("MB of weights as hardware packs them", Width - Right, Height - 8, "end", "tick"),
            Label("top-1, %", Left, Top - 3, "start", "tick"));
        var frontier = Frontier(sized);
        chart.Add(Element("path", ("class", "frontier"), ("d", string.Concat(
            frontier.Select((r, i) => $"{(i == 0 ? "M" : "L")}{Text(X(r.WeightBytes / 1e6))} {Text(Y(r.Top1))}")))));
        foreach (var row in sized)
        {
            var point = Element("circle", ("cx", Text(X(row.WeightBytes / 1e6))), ("cy", Text(Y(row.Top1))),
                ("r", frontier.Contains(row) ? "5.5" : "4"), ("class", $"point s{SeriesOf(row.Method, methods)}"));
            point.Add(new XElement(Svg + "title", string.Create(CultureInfo.InvariantCulture,
                $"{row.WeightBits}/{row.ActivationBits} {row.Granularity} {row.Method}: {row.WeightBytes / 1e6:0.###} MB, top-1 {row.Top1:0.00} %")));
            chart.Add(point);
        }

        return chart;

        static string Name(double tick, string format) => tick.ToString(format, CultureInfo.InvariantCulture);
        double X(double value) => Left + (Width - Left - Right) * (value - x.Low) / (x.High - x.Low);
        double Y(double value) => Top + (Height - Top - Bottom) * (y.High - value) / (y.High - y.Low);
    }

    private static XElement Ticks(string anchor, IEnumerable<(string Text, double X, double Y)> ticks)
    {
        var group = Element("g", ("text-anchor", anchor), ("class", "tick"));
        foreach (var tick in ticks)
            group.Add(Caption(tick.Text, Element("text", ("x", Text(tick.X)), ("y", Text(tick.Y)))));
        return group;
    }

    private static int SeriesOf(string method, IReadOnlyList<string> methods) =>
        Math.Max(0, methods.ToList().IndexOf(method)) % 8;

    // Unlike bars, points need no zero on the axis.
    private static Axis Range(IEnumerable<double> values)
    {
        var all = values.ToList();
        var (low, high) = (all.Min(), all.Max());
        var step = Axis.Nice(Math.Max(high - low, Math.Max(high, 1) * 0.01) / 4);
        return new Axis(
            Math.Floor(low / step) * step, Math.Max(Math.Ceiling(high / step), Math.Floor(low / step) + 1) * step, step);
    }
}
