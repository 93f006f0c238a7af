using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Reporting.Html;

namespace SameSame.Reporting.Tests;

/// <summary>What a report does beyond a dozen models.</summary>
public class FleetReportTests
{
    private static readonly QuantizationScheme Scheme = new(new BitWidths(8, 8));
    private static readonly RangeQuantiles Quantiles = new(0.1, 0.2, 0.3, 0.4, 1);

    [Fact]
    public void Up_to_a_dozen_models_have_one_figure_and_no_map()
    {
        var page = Page(12);
        Assert.DoesNotContain("<table class=\"heat\">", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<details", page, StringComparison.Ordinal);
        Assert.Contains("<figcaption>8/8 (weights/activations)</figcaption>", page, StringComparison.Ordinal);
        Assert.Contains("<figcaption>net011</figcaption>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fleet_has_a_map_first_and_figures_of_a_dozen_models_that_fold()
    {
        var page = Page(30);
        var map = page.IndexOf("<table class=\"heat\">", StringComparison.Ordinal);
        Assert.InRange(map, 0, page.IndexOf("<figure>", StringComparison.Ordinal));
        const string Open = "<details open><summary>";
        Assert.Contains($"{Open}models 1 to 12 of 30: net000 to net011</summary>", page, StringComparison.Ordinal);
        Assert.Contains($"{Open}models 13 to 24 of 30: net012 to net023</summary>", page, StringComparison.Ordinal);
        Assert.Contains("<details><summary>models 25 to 30 of 30: net024 to net029</summary>",
            page, StringComparison.Ordinal);
        Assert.Contains("<details data-model=\"net029\"><summary>net029</summary>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Boxes_that_scroll_have_names_of_their_own()
    {
        var labels = Page(30).Split("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"").Skip(1)
            .Select(l => l.Split('"')[0]).ToList();
        Assert.Equal(36, labels.Count);
        Assert.Equal(labels.Count, labels.Distinct().Count());
    }

    [Fact]
    public void Sizes_stand_in_the_table_and_what_all_rows_say_above_it()
    {
        var page = Page(3);
        Assert.Contains("In every row: per-tensor weights, minmax ranges, no bias correction, 100 images.",
            page, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"col\" class=\"n\">MB</th>", page, StringComparison.Ordinal);
        Assert.Contains("Not beaten, smallest first: 8/8 cle 1.5 MB 70.00 %.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<th scope=\"col\">weights</th>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dataset_is_named_where_it_is_known()
    {
        var page = HtmlReport.Render(new SweepStatus { Id = "s" }, [Cell("m")], dataset: "<val>");
        Assert.Contains(" Dataset: &lt;val&gt;. ", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Dataset:", Page(1), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_any_length_stay_in_the_chart_and_apart()
    {
        var names = new AxisNames(
            Enumerable.Range(0, 12).Select(n => $"vit_small_patch16_224.augreg_in21k_ft_in1k_{n}"), group: 80);
        var label = names.Draw(0, 100, 200);
        Assert.StartsWith("rotate(", label.Attribute("transform")!.Value, StringComparison.Ordinal);
        Assert.Equal(37, label.Value.Length);
        Assert.InRange(names.Overhang, 100, 250);
        Assert.Null(new AxisNames(["resnet18", "resnet34"], group: 80).Draw(0, 100, 200).Attribute("transform"));
    }

    [Fact]
    public void A_page_with_no_room_for_all_ranges_draws_the_best_method_of_each_model_first_and_says_so()
    {
        ChannelSpread[] spreads =
            [.. Enumerable.Range(0, 70).Select(
                n => new ChannelSpread($"layer{n}", ChannelKind.Weights, 8, 8, Quantiles, Quantiles))];
        var figures = Enumerable.Range(0, 20).SelectMany(m => new[] { "cle", "two-step" }
            .Select(method => new RangeFigure($"net{m:000}", method, Scheme, spreads, null))).ToList();
        var drawn = RangeBudget.Drawn(figures);
        Assert.Equal(24, drawn.Count);
        Assert.Equal(20, drawn.Count(f => f.Method == "cle"));
        var page = Page(60, figures);
        Assert.Contains("Showing 24 of 40 plots", page, StringComparison.Ordinal);
        Assert.Contains("Showing 20 of 60 models", page, StringComparison.Ordinal);
        Assert.Contains("<td class=\"n\">21.0</td>", page, StringComparison.Ordinal);
        Assert.True(RangeBudget.Drawn([.. figures.Take(4)]).SetEquals(figures.Take(4)));
    }

    private static string Page(int models, IReadOnlyList<RangeFigure>? ranges = null) =>
        HtmlReport.Render(
            new SweepStatus { Id = "s" }, [.. Enumerable.Range(0, models).Select(m => Cell($"net{m:000}"))], ranges);

    private static CellResult Cell(string model) => new()
    {
        Model = model,
        ModelSha256 = "sha",
        Method = "cle",
        Scheme = Scheme,
        Status = CellStatus.Completed,
        Measurement = new CellMeasurement
        {
            Key = model, Correct = [], Device = "", Provider = "p", OnnxRuntime = "1", Environment = "e", Run = "r",
            Images = 100, Top1 = 70, Degradation = 1, DegradationLow = 0.5, DegradationHigh = 1.5, SqnrDb = 21,
            WeightBytes = 1_500_000,
        },
    };
}
