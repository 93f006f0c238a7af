using System.Globalization;
using System.Xml.Linq;
using SameSame.Contracts.Results;
using static SameSame.Reporting.Html.SvgElements;

namespace SameSame.Reporting.Html;

/// <summary>
/// Whether a model becomes harder to quantize: its cost, with 95 % intervals, from one measurement to the next, one line a
/// method. A line down marks a new checkpoint. Measurements stand at equal distances: what matters is their order, and sweeps
/// come in bursts.
/// </summary>
public static class TrendChart
{
    private const double Step = 84, PlotHeight = 240, Left = 58, Right = 40, Top = 26, Bottom = 44;

    /// <summary>Draws the chart.</summary>
    /// <param name="title">What it shows, for readers who do not see it.</param>
    /// <param name="rows">Rows of one model, dataset and scheme that say when they were measured; at least one.</param>
    /// <param name="methods">All methods, in the order that gives them their colours.</param>
    public static XElement Draw(string title, IReadOnlyCollection<LeaderboardRow> rows, IReadOnlyList<string> methods)
    {
        var moments = rows.GroupBy(r => (r.ModelSha256, r.DatasetDigest, r.Sweep)).OrderBy(g => g.Min(r => r.Measured)).ToList();
        var axis = Axis.Over(rows.SelectMany(r => new double[] { r.DegradationLow, r.DegradationHigh, r.Degradation }));
        var width = Left + Math.Max(moments.Count, 2) * Step + Right;
        var chart = Root(width, Top + PlotHeight + Bottom, title);
        foreach (var tick in axis.Ticks)
        {
            chart.Add(Element(
                "line", ("x1", Text(Left)), ("x2", Text(width - Right)), ("y1", Text(Y(tick))), ("y2", Text(Y(tick))),
                ("class", tick == 0 ? "zero" : "grid")));
            chart.Add(Label(tick.ToString("0.##", CultureInfo.InvariantCulture), Left - 8, Y(tick) + 4, "end", "tick"));
        }

        for (var m = 0; m < moments.Count; m++)
        {
            chart.Add(Label(
                moments[m].Min(r => r.Measured)?.UtcDateTime.ToString("MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "",
                X(m), Top + PlotHeight + 16, "middle", "tick"));
            if (m == 0 || moments[m].Key.ModelSha256 == moments[m - 1].Key.ModelSha256)
                continue;
            chart.Add(Element(
                "line", ("x1", Text(X(m) - Step / 2)), ("x2", Text(X(m) - Step / 2)), ("y1", Text(Top)),
                ("y2", Text(Top + PlotHeight)), ("class", "link")));
            chart.Add(Label(
                $"checkpoint {moments[m].Key.ModelSha256[..Math.Min(8, moments[m].Key.ModelSha256.Length)]}",
                X(m) - Step / 2 + 4, Top - 8, "start", "tick"));
        }

        chart.Add(Label("points lost against FP32", Left, Top - 8, "start", "tick"));
        foreach (var method in rows.Select(r => r.Method).Distinct())
            Line(method, Math.Max(0, methods.ToList().IndexOf(method)) % 8);
        return chart;

        double X(int moment) => Left + (moment + 0.5) * Step;
        double Y(double value) => Top + PlotHeight * (axis.High - value) / (axis.High - axis.Low);

        void Line(string method, int series)
        {
            var points = moments.Select((m, i) => (Index: i, Row: m.FirstOrDefault(r => r.Method == method)))
                .Where(p => p.Row is not null).ToList();
            chart.Add(Element("path", ("class", $"run l{series}"), ("d", string.Concat(
                points.Select((p, i) => $"{(i == 0 ? "M" : "L")}{Text(X(p.Index))} {Text(Y(p.Row!.Degradation))}")))));
            foreach (var (index, row) in points)
            {
                chart.Add(Element(
                    "line", ("x1", Text(X(index))), ("x2", Text(X(index))), ("y1", Text(Y(row!.DegradationLow))),
                    ("y2", Text(Y(row.DegradationHigh))), ("class", "interval")));
                var point = Element(
                    "circle", ("cx", Text(X(index))), ("cy", Text(Y(row.Degradation))), ("r", "4"),
                    ("class", $"point s{series}"));
                point.Add(new XElement(Svg + "title", string.Create(CultureInfo.InvariantCulture,
                    $"{method}, {row.Sweep}: {row.Degradation:0.00} points, 95 % {row.DegradationLow:0.00} to {row.DegradationHigh:0.00}")));
                chart.Add(point);
            }
        }
    }
}
