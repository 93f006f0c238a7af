using SameSame.Contracts.Results;
using SameSame.Quantization.Metrics;

namespace SameSame.Reporting.Tests;

public class WaterfallTests
{
    private const int Images = 1000;

    [Fact]
    public void Steps_lead_from_FP32_to_the_cell_and_add_up()
    {
        var rows = new[]
        {
            Row("none", "minmax", "none", 600), Row("cle", "minmax", "none", 700), Row("cle", "mse", "none", 690),
            Row("cle", "mse", "analytic", 745)
        };
        var fall = Of(rows[^1], rows);
        Assert.Empty(fall.Missing);
        Assert.Equal(["rounding", "factors: cle", "ranges: mse", "biases: analytic"], fall.Steps.Select(s => s.Label));
        Assert.Equal([-16, 10, -1, 5.5], fall.Steps.Select(s => Math.Round(s.Points, 6)));
        Assert.Equal(74.5, fall.Fp32Top1 + fall.Steps.Sum(s => s.Points), 6);
        Assert.All(fall.Steps.Skip(1), s => Assert.InRange(s.Points, s.Low, s.High));
    }

    [Fact]
    public void A_step_that_was_not_measured_is_part_of_the_next_and_said()
    {
        var rows = new[] { Row("none", "minmax", "none", 600), Row("cle", "minmax", "analytic", 745) };
        var fall = Of(rows[^1], rows);
        Assert.Equal(["rounding", "factors: cle + biases: analytic"], fall.Steps.Select(s => s.Label));
        Assert.Equal("cle, minmax ranges, bias correction none", Assert.Single(fall.Missing));
    }

    [Fact]
    public void Cells_of_other_images_or_another_checkpoint_are_no_steps()
    {
        var row = Row("cle", "minmax", "none", 700);
        LeaderboardRow[] others =
        [
            Row("none", "minmax", "none", 600) with { ModelSha256 = "other" },
            Row("none", "minmax", "none", 600) with { Images = 10 }
        ];
        Assert.Equal("rounding + factors: cle", Assert.Single(Of(row, [.. others, row]).Steps).Label);
    }

    [Fact]
    public void The_frontier_holds_what_nothing_of_at_most_its_size_beats()
    {
        LeaderboardRow At(long bytes, float top1) =>
            Row("none", "minmax", "none", 600) with { WeightBytes = bytes, Top1 = top1, Key = $"{bytes}-{top1}" };
        LeaderboardRow[] rows = [At(100, 70), At(100, 60), At(200, 69), At(200, 75), At(300, 75), At(0, 99)];
        Assert.Equal(["100-70", "200-75"], Html.ParetoChart.Frontier(rows).Select(r => r.Key));
    }

    [Fact]
    public void A_heat_map_has_schemes_from_wide_to_narrow_and_none_before_the_other_methods()
    {
        LeaderboardRow[] rows =
        [
            Row("cle", "minmax", "none", 700) with { WeightBits = 4 }, Row("cle", "minmax", "none", 700),
            Row("none", "minmax", "none", 600), Row("none", "minmax", "none", 600) with { Images = 10, Key = "few" }
        ];
        var map = HeatMap.Of(rows);
        Assert.Equal(["8/8 none", "8/8 cle", "4/8 cle"], map.Columns.Select(c => $"{c.Scheme.Bits} {c.Method}"));
        Assert.Equal(rows[2], Assert.Single(map.Lines).Fields[map.Columns[0]]);
        Assert.Equal([0, 0, 1, 3, 6], new[] { -1.0, 0.2, 0.3, 1.5, 90 }.Select(Html.HeatScale.Of));
    }

    private static Waterfall Of(LeaderboardRow row, LeaderboardRow[] rows) =>
        Waterfall.Of(row, rows, rows.DistinctBy(r => r.Key).ToDictionary(r => r.Key, Measurement));

    private static LeaderboardRow Row(string method, string calibrator, string bias, int right) =>
        Rows.Row("net", method, 8, 8, 100f * right / Images, 20) with
    {
        Calibrator = calibrator,
        BiasCorrection = bias,
        Images = Images,
        DatasetDigest = "11111111",
        Key = $"{method}{calibrator}{bias}",
    };

    private static CellMeasurement Measurement(LeaderboardRow row)
    {
        var correct = new ImageBitset(row.Images);
        for (var i = 0; i < row.Top1 * row.Images / 100; i++)
            correct[i] = true;
        return new CellMeasurement
        {
            Key = row.Key, Images = row.Images, Correct = correct.Bytes, Device = "", Provider = "", OnnxRuntime = "",
            Environment = "", Run = "s#1"
        };
    }
}
