using SameSame.Contracts.Results;
using SameSame.Quantization.Metrics;
using SameSame.Reporting.Comparison;

namespace SameSame.Reporting.Tests;

public class ComparisonTests
{
    private const int Images = 650;

    [Fact]
    public void A_regression_is_found_among_many_cells_and_chance_is_not_flagged()
    {
        var random = new Random(3);
        var a = Enumerable.Range(0, 30).Select(n => Right(random, 0.7)).ToList();
        // As two runs on other processors: some images fall either way. One model lost a tenth of its right answers.
        var b = a.Select((bits, n) => Flipped(random, bits, n == 11 ? 0.1 : 0.01, n == 11 ? 0 : 0.03)).ToList();
        var comparison = SideComparison.Of(Side("a", a), Side("b", b), acrossModels: false);
        Assert.Equal("m11", Assert.Single(comparison.Regressions(0.5)).A.Model);
        Assert.Equal(
            (1, 0, 29), (comparison.Count(Change.Worse), comparison.Count(Change.Better), comparison.Count(Change.Same)));
        Assert.Equal("m11", comparison.Cells[0].A.Model);
        Assert.Empty(comparison.Regressions(20));
    }

    [Fact]
    public void Intervals_are_those_of_a_bootstrap()
    {
        var random = new Random(5);
        var a = Right(random, 0.75);
        var b = Flipped(random, a, 0.08, 0.05);
        var cell = Assert.Single(SideComparison.Of(Side("a", [a]), Side("b", [b]), acrossModels: false).Cells);
        var draws = new double[4000];
        for (var d = 0; d < draws.Length; d++)
        {
            var sum = 0;
            for (var i = 0; i < Images; i++)
            {
                var image = random.Next(Images);
                sum += (b[image] ? 1 : 0) - (a[image] ? 1 : 0);
            }

            draws[d] = 100.0 * sum / Images;
        }

        Array.Sort(draws);
        Assert.Equal(100.0 * (b.SetCount - a.SetCount) / Images, cell.Points, 9);
        Assert.Equal(draws[100], cell.Low, 0.4);
        Assert.Equal(draws[3900], cell.High, 0.4);
    }

    [Fact]
    public void A_run_over_fewer_images_is_compared_on_those()
    {
        var whole = Right(new Random(1), 0.7);
        var cell = Assert.Single(SideComparison.Of(Side("a", [whole]), Side("b", [whole.First(100)]), acrossModels: false).Cells);
        Assert.Equal((100, true, 0.0, Change.Same), (cell.Images, cell.Paired, cell.Points, cell.Change));
    }

    [Fact]
    public void Other_images_are_not_paired_and_have_the_interval_of_two_samples()
    {
        var random = new Random(2);
        var (a, b) = (Side("a", [Right(random, 0.70)]), Side("b", [Right(random, 0.70)]));
        b = b with { Rows = [b.Rows[0] with { DatasetDigest = "22222222" }] };
        var cell = Assert.Single(SideComparison.Of(a, b, acrossModels: false).Cells);
        Assert.False(cell.Paired);
        // Two samples of 650 images: 1.96 x sqrt(2 x 0.7 x 0.3 / 650) points.
        Assert.Equal(9.96, cell.High - cell.Low, 0.4);
    }

    [Fact]
    public void Two_models_are_matched_without_their_names_and_what_one_lacks_is_listed()
    {
        var random = new Random(4);
        var (a, b) = (Side("a", [Right(random, 0.7)]), Side("b", [Right(random, 0.7)]));
        b = b with
        {
            Rows = [b.Rows[0] with { Model = "other" }, b.Rows[0] with { Model = "other", Method = "none", Key = "x" }]
        };
        Assert.Equal(
            ("m0", "other"),
            Assert.Single(SideComparison.Of(a, b, acrossModels: true).Cells) is var c ? (c.A.Model, c.B.Model) : default);
        Assert.Equal("none", Assert.Single(SideComparison.Of(a, b, acrossModels: true).OnlyB).Method);
        Assert.Empty(SideComparison.Of(a, b, acrossModels: false).Cells);
    }

    [Fact]
    public void Settings_that_differ_are_told_and_equal_ones_are_not()
    {
        var (a, b) = (Side("a", []) with { Settings = Settings("650") }, Side("b", []) with { Settings = Settings("all") });
        Assert.Equal([("images", "650", "all")], SideComparison.Of(a, b, acrossModels: false).Differences);
        static Dictionary<string, string> Settings(string images) => new() { ["images"] = images, ["device"] = "cpu" };
    }

    private static ComparedSide Side(string name, List<ImageBitset> models)
    {
        var rows = models.Select((bits, n) => Rows.Row($"m{n}", "cle", 8, 8, 100f * bits.SetCount / bits.Count, 20) with
        {
            Key = $"{name}{n}",
            Images = bits.Count,
            DatasetDigest = "11111111",
        }).ToList();
        var measurements = models.Select((bits, n) => new CellMeasurement
        {
            Key = $"{name}{n}",
            Images = bits.Count,
            Correct = bits.Bytes,
            Device = "",
            Provider = "",
            OnnxRuntime = "",
            Environment = "",
            Run = "s#1",
        }).ToDictionary(m => m.Key);
        return new ComparedSide(name, rows, measurements, new Dictionary<string, string>());
    }

    private static ImageBitset Right(Random random, double share)
    {
        var bits = new ImageBitset(Images);
        for (var i = 0; i < Images; i++)
            bits[i] = random.NextDouble() < share;
        return bits;
    }

    private static ImageBitset Flipped(Random random, ImageBitset from, double lost, double gained)
    {
        var bits = new ImageBitset(from.Count);
        for (var i = 0; i < from.Count; i++)
            bits[i] = from[i] ? random.NextDouble() >= lost : random.NextDouble() < gained;
        return bits;
    }
}
