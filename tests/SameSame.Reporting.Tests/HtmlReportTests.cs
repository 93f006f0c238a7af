using System.Xml.Linq;
using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Quantization.Schemes;
using SameSame.Reporting.Html;

namespace SameSame.Reporting.Tests;

public class HtmlReportTests
{
    private static readonly string[] Methods = ["none", "cle"];
    private static readonly SweepStatus Status = new() { Id = "zoo-<1>", Models = 2, Cells = new CellCounts { Total = 9, Completed = 8, Failed = 1 } };

    [Fact]
    public void The_page_stands_alone()
    {
        var page = HtmlReport.Render(Status, Cells());
        // One script, which sorts and filters, and which has nothing of the sweep in it.
        Assert.Equal(1, Count(page, "<script"));
        Assert.Contains($"<script>{EmbeddedText.Read("report.js")}</script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<link", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", page, StringComparison.OrdinalIgnoreCase);
        // The only address is the namespace of SVG, which nothing loads.
        Assert.DoesNotContain("http", page.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void It_has_a_chart_for_each_scheme_a_bar_for_each_cell_and_every_reason()
    {
        var page = HtmlReport.Render(Status, Cells());
        Assert.Equal(2, Count(page, "<figure>"));
        Assert.Equal(8, Count(page, " points lost, 95 % "));
        Assert.Contains("<figcaption>8/8 (weights/activations)</figcaption>", page, StringComparison.Ordinal);
        Assert.Contains("<li>1 cell of net&amp;c 8/8 cle: it &lt;burned&gt;</li>", page, StringComparison.Ordinal);
        Assert.Contains("<title>zoo-&lt;1&gt;</title>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<1>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Bars_and_intervals_stand_where_their_values_are()
    {
        var cells = Cells().Where(c => c.Measurement is not null && c.Scheme.Bits.Weights == 8).ToList();
        var chart = DegradationChart.Draw("t", SweepRows.Of(cells), Methods);
        var ns = chart.Name.Namespace;
        double Number(XElement e, string name) => double.Parse(e.Attribute(name)!.Value, System.Globalization.CultureInfo.InvariantCulture);
        var zero = Number(chart.Elements(ns + "line").Single(l => l.Attribute("class")!.Value == "zero"), "y1");
        var ticks = chart.Elements(ns + "line").Select(l => Number(l, "y1")).ToList();
        // Four points at 8/8: 1, -0.5, 1, -0.5. A loss stands on the zero line, a gain hangs from it.
        foreach (var bar in chart.Elements(ns + "g"))
        {
            var rectangle = bar.Element(ns + "rect")!;
            var loses = bar.Element(ns + "title")!.Value.Contains(": 1.00 points lost", StringComparison.Ordinal);
            Assert.Equal(zero, loses ? Number(rectangle, "y") + Number(rectangle, "height") : Number(rectangle, "y"), 0.02);
            var ends = bar.Element(ns + "path")!.Attribute("d")!.Value.Split('M')[1].Split(' ', 'V', 'm')[1..3]
                .Select(y => double.Parse(y, System.Globalization.CultureInfo.InvariantCulture)).ToList();
            Assert.InRange(ends[1], ticks.Min() - 0.02, ends[0]);
        }

        Assert.Equal(4, chart.Elements(ns + "g").Count());
    }

    [Fact]
    public void A_chart_of_no_cells_is_an_empty_one() =>
        Assert.DoesNotContain(DegradationChart.Draw("t", [], []).Descendants(), e => e.Name.LocalName == "rect");

    [Theory]
    [InlineData(0, 0.4, 0, 0.4, 0.2)]
    [InlineData(-0.3, 0.8, -0.5, 1, 0.5)]
    [InlineData(0, 82, 0, 100, 20)]
    [InlineData(-3, -1, -3, 1, 1)]
    public void Axes_are_round_and_hold_zero(double low, double high, double from, double to, double step)
    {
        var axis = Axis.Over([low, high]);
        Assert.Equal((from, to, step), (axis.Low, axis.High, axis.Step));
        Assert.Contains(0.0, axis.Ticks);
        Assert.InRange(axis.Ticks.Count(), 3, 8);
    }

    [Fact]
    public void A_sweep_without_a_single_result_has_a_page_too() =>
        Assert.Contains("it &lt;burned&gt;", HtmlReport.Render(Status, [.. Cells().Where(c => c.Measurement is null)]), StringComparison.Ordinal);

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static List<CellResult> Cells()
    {
        var cells = new List<CellResult>();
        foreach (var model in new[] { "net<a>", "net b" })
        {
            foreach (var bits in new[] { "8/8", "4/8" })
                cells.AddRange(Methods.Select(m => Cell(model, bits, m, m == "none" ? 1 : -0.5)));
        }

        cells.Add(new CellResult { Model = "net&c", ModelSha256 = "", Method = "cle", Scheme = new(BitWidths.Parse("8/8")), Status = CellStatus.Failed, Error = "it <burned>" });
        return cells;
    }

    private static CellResult Cell(string model, string bits, string method, double lost) => new()
    {
        Model = model,
        ModelSha256 = "sha",
        Method = method,
        Scheme = new QuantizationScheme(BitWidths.Parse(bits)),
        Status = CellStatus.Completed,
        Measurement = new CellMeasurement
        {
            Key = $"{model}{bits}{method}",
            Correct = [],
            Device = "cpu0",
            Provider = "p",
            OnnxRuntime = "1",
            Environment = "e",
            Run = "r",
            Images = 100,
            Degradation = lost,
            DegradationLow = lost - 0.4,
            DegradationHigh = lost + 0.4,
        },
    };
}
