using SameSame.Reporting.Html;

namespace SameSame.Reporting.Tests;

public class ReasonListTests
{
    [Fact]
    public void The_same_reason_of_many_cells_is_one_line_with_the_models_under_it()
    {
        var list = ReasonList.Render(Enumerable.Range(0, 12)
            .SelectMany(m => Enumerable.Repeat(new Reason($"net<{m}>", "8/8 cle", "the disk is full"), 3)));
        Assert.StartsWith(
            "<ul><li>36 cells of 12 models: the disk is full<details><summary>12 models</summary><p>net&lt;0&gt;, net",
            list, StringComparison.Ordinal);
        Assert.DoesNotContain("Showing", list, StringComparison.Ordinal);
    }

    [Fact]
    public void Reasons_that_differ_in_names_and_figures_alone_are_one_line_with_each_under_it()
    {
        var list = ReasonList.Render(Enumerable.Range(0, 3)
            .Select(m => new Reason($"net_{m}", "", $"net_{m}.onnx ends after {m}7 bytes")));
        Assert.StartsWith("<ul><li>3 cells of 3 models, as net_0: net_0.onnx ends after 07 bytes<details><summary>each</summary>",
            list, StringComparison.Ordinal);
        Assert.Contains("<li>net_2: net_2.onnx ends after 27 bytes</li>", list, StringComparison.Ordinal);
    }

    [Fact]
    public void What_one_cell_has_names_the_cell_and_what_several_of_one_model_have_the_model()
    {
        Assert.Equal("<ul><li>1 cell of net 8/8 cle: why</li></ul>\n", ReasonList.Render([new("net", "8/8 cle", "why")]));
        Assert.Equal("<ul><li>2 cells of net: why</li></ul>\n",
            ReasonList.Render([new("net", "8/8 cle", "why"), new("net", "4/8 cle", "why")]));
        Assert.Empty(ReasonList.Render([]));
    }

    [Fact]
    public void Nothing_is_left_out_without_saying_so()
    {
        var list = ReasonList.Render(Enumerable.Range(0, 300)
            .Select(n => new Reason("net", "", new string((char)(0x4e00 + n), 3))));
        Assert.Contains("<summary>200 more reasons</summary>", list, StringComparison.Ordinal);
        Assert.Contains("Showing 220 of 300 reasons; results.csv has all.", list, StringComparison.Ordinal);
        Assert.Contains("Showing 200 of 500 models; results.csv has all.",
            ReasonList.Render(Enumerable.Range(0, 500).Select(m => new Reason($"net{m}", "", "why"))), StringComparison.Ordinal);
    }
}
