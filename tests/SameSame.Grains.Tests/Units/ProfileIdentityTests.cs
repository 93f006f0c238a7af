using SameSame.Contracts.Work;
using SameSame.Grains.Catalogues;
using SameSame.Grains.Profiles;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;

namespace SameSame.Grains.Tests.Units;

public class ProfileIdentityTests
{
    private static readonly QuantizationScheme Scheme = new(new BitWidths(8, 8));

    private static readonly ProfileIdentity Identity = new()
    {
        Source = new ModelSource { Zoo = "z", Model = "m", ModelSha256 = "sha", Dataset = "d" },
        DatasetName = "d",
        Images = "i",
        ImageCount = 1,
        Calibration = "c",
        Input = "in",
        Runtime = "r",
    };

    [Fact]
    public void Whatever_could_change_a_figure_changes_the_cells_key()
    {
        var none = EqualizationMethods.Get("none");
        string[] keys =
        [
            Identity.CellKey(none, Scheme),
            Identity.CellKey(EqualizationMethods.Get("cle"), Scheme),
            Identity.CellKey(none, Scheme with { Bits = new BitWidths(4, 8) }),
            Identity.CellKey(none, Scheme with { Granularity = Granularity.PerChannel }),
            Identity.CellKey(none, Scheme with { Calibrator = "other" }),
            Identity.CellKey(none, Scheme with { BiasCorrection = "analytic" }),
            Identity.CellKey(none, Scheme with { AbsorbBiases = true }),
            (Identity with { Images = "other" }).CellKey(none, Scheme),
            (Identity with { Calibration = "other" }).CellKey(none, Scheme),
            (Identity with { Input = "other" }).CellKey(none, Scheme),
            (Identity with { Runtime = "other" }).CellKey(none, Scheme),
            (Identity with { Source = Identity.Source with { ModelSha256 = "other" } }).CellKey(none, Scheme),
            (Identity with { Source = Identity.Source with { SkipBadImages = true } }).CellKey(none, Scheme),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.All(keys, k => Assert.Matches("^[0-9a-f]{64}$", k));
    }

    [Fact]
    public void Names_and_places_do_not() => Assert.Equal(
        Identity.CellKey(EqualizationMethods.Get("none"), Scheme),
        (Identity with { DatasetName = "renamed", Source = Identity.Source with { Zoo = "moved", Model = "renamed", Dataset = "moved" } }).CellKey(EqualizationMethods.Get("none"), Scheme));

    [Theory]
    [InlineData(8, true, 0.5, null)]
    [InlineData(7, true, 0.5, "FP32 top-1 is 70.00 % on 10 images, the catalogue states 80.00 +- 0.50")]
    [InlineData(7, false, 0.5, null)]
    [InlineData(2, false, 0.5, "the catalogue states 80.00 +- 25.29")]
    public void The_gate_holds_all_images_to_the_tolerance_and_some_to_their_binomial_width_more(int correct, bool all, double tolerance, string? expected)
    {
        var bits = new Quantization.Metrics.ImageBitset(10);
        for (var i = 0; i < correct; i++)
            bits[i] = true;
        var problem = GateCheck.Problem(new BaselineOutcome { Images = 10, Correct = bits.Bytes, Parts = [] }, new BaselineGate(80, tolerance, all));
        if (expected is null)
            Assert.Null(problem);
        else
            Assert.Contains(expected, problem, StringComparison.Ordinal);
    }
}
