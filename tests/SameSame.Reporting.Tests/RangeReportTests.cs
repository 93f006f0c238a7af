using System.Globalization;
using System.Xml.Linq;
using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Reporting.Html;

namespace SameSame.Reporting.Tests;

public class RangeReportTests
{
    private static readonly QuantizationScheme Scheme = new(new BitWidths(8, 8));
    private static readonly RangeQuantiles Narrow = new(0.0625, 0.125, 0.25, 0.5, 1), Even = new(0.5, 0.5, 0.5, 1, 1);

    [Fact]
    public void The_page_draws_every_method_opens_the_best_lists_all_and_says_what_is_missing()
    {
        var page = HtmlReport.Render(new SweepStatus { Id = "s" }, [],
        [
            new RangeFigure("net <a>", "cle", Scheme, Spreads(3), null), new RangeFigure("net <a>", "two-step", Scheme, Spreads(3), null),
            new RangeFigure("net b", "cle", Scheme, [], "artifact <x> is missing"), new RangeFigure("net b", "two-step", Scheme, [], "artifact <x> is missing"),
        ]);
        Assert.Equal(4, page.Split("<figure>").Length - 1);
        Assert.Contains("<details open><summary>cle, the method with the highest mean SQNR of this model; factors of 8/8</summary>", page, StringComparison.Ordinal);
        Assert.Contains("<details><summary>two-step; factors of 8/8</summary>", page, StringComparison.Ordinal);
        Assert.Contains("<td>layer2</td><td class=\"n\">7 of 8</td><td class=\"n\">0.250 -&gt; 0.500</td>", page, StringComparison.Ordinal);
        Assert.Contains("<h3>net &lt;a&gt;</h3>", page, StringComparison.Ordinal);
        Assert.Contains("<figcaption>cle: weights</figcaption>", page, StringComparison.Ordinal);
        Assert.Contains("<figcaption>cle: activations</figcaption>", page, StringComparison.Ordinal);
        Assert.Contains("<tr><th scope=\"row\">two-step</th><td>8/8</td><td class=\"n\">25 % -&gt; 50 %</td><td class=\"n\">25 % -&gt; 50 %</td>", page, StringComparison.Ordinal);
        Assert.Contains("<p class=\"small\">No plot of cle, two-step: artifact &lt;x&gt; is missing</p>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Channel ranges", HtmlReport.Render(new SweepStatus { Id = "s" }, []), StringComparison.Ordinal);
    }

    [Fact]
    public void Bars_stand_where_their_quantiles_are()
    {
        var chart = RangeChart.Draw("t", [.. Spreads(2).Take(2)]);
        var ns = chart.Name.Namespace;
        var top = Number(chart.Elements(ns + "line").Single(l => l.Attribute("class")!.Value == "zero").Attribute("y1")!.Value);
        var octave = Number(chart.Elements(ns + "line").ElementAt(1).Attribute("y1")!.Value) - top;
        // A decile of 1/16 is four lines down, and a greatest share of 1 at the top.
        var (low, high) = Ends(chart, "before thin");
        Assert.Equal((top + 4 * octave + 0.5, top - 0.5), (low, high));
        (low, high) = Ends(chart, "before");
        Assert.Equal((top + 3 * octave + 0.5, top + octave - 0.5), (low, high));
        (low, high) = Ends(chart, "after");
        Assert.Equal((top + octave + 0.5, top - 0.5), (low, high));
        Assert.Contains("1 layer0: 7 of 8 channels; median 0.250 -> 0.500", string.Join('\n', chart.Elements(ns + "rect").Select(r => r.Value)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_hundred_layers_stay_readable_and_small()
    {
        var chart = RangeChart.Draw("t", [.. Enumerable.Range(0, 100).Select(n => new ChannelSpread($"l{n}", ChannelKind.Weights, 500, 500, Narrow, Even))]);
        Assert.InRange(Number(chart.Attribute("width")!.Value), 600, 1000);
        Assert.InRange(chart.ToString(SaveOptions.DisableFormatting).Length, 10_000, 60_000);
    }

    [Fact]
    public void The_best_method_by_SQNR_comes_first_and_every_method_once()
    {
        var cells = new[] { ("m", "none", 9.0), ("m", "two-step", 5), ("m", "cle", 6), ("m", "search", double.NaN), ("m", "two-step", 6), ("n", "cle", 1) }
            .Select(c => new CellResult { Model = c.Item1, ModelSha256 = "", Method = c.Item2, Scheme = Scheme, Measurement = Measurement(c.Item3) }).ToList();
        cells.Add(new CellResult { Model = "n", ModelSha256 = "", Method = "search", Scheme = Scheme, Error = "failed" });
        var wanted = RangeSelection.Wanted(cells);
        Assert.Equal(["m cle", "m two-step", "m search", "n cle"], wanted.Select(c => $"{c.Model} {c.Method}"));
        Assert.Same(cells[1], wanted[1]);
    }

    private static (double Low, double High) Ends(XElement chart, string type)
    {
        var d = chart.Elements(chart.Name.Namespace + "path").Single(p => p.Attribute("class")!.Value == type).Attribute("d")!.Value;
        var first = d.Split('M', StringSplitOptions.RemoveEmptyEntries)[0].Split(' ', 'V');
        return (Number(first[1]), Number(first[2]));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static ChannelSpread[] Spreads(int layers) =>
    [
        .. Enumerable.Range(0, layers).Select(n => new ChannelSpread($"layer{n}", ChannelKind.Weights, 8, 7, Narrow, Even)),
        new ChannelSpread("relu", ChannelKind.Activations, 8, 8, Narrow, Even), new ChannelSpread("single", ChannelKind.Activations, 1, 1, Even, Even),
    ];

    private static CellMeasurement Measurement(double decibels) =>
        new() { Key = "k", Correct = [], Device = "", Provider = "", OnnxRuntime = "", Environment = "", Run = "", SqnrDb = decibels };
}
