using SameSame.Quantization.BiasCorrection;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;

namespace SameSame.Quantization.Tests;

public class NamesTests
{
    [Theory]
    [InlineData("8/8", 8, 8)]
    [InlineData("4/8", 4, 8)]
    [InlineData("2/16", 2, 16)]
    public void Bits_are_weights_slash_activations(string text, int weights, int activations)
    {
        Assert.Equal(new BitWidths(weights, activations), BitWidths.Parse(text));
        Assert.Equal(text, BitWidths.Parse(text).ToString());
    }

    [Theory]
    [InlineData("8")]
    [InlineData("1/8")]
    [InlineData("8/17")]
    [InlineData("8/8/8")]
    [InlineData("+8/8")]
    [InlineData("a/b")]
    [InlineData("")]
    public void Anything_else_says_what_was_expected(string text) =>
        Assert.Contains("expected weights/activations, each 2 to 16", Assert.Throws<FormatException>(() => BitWidths.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_analytic_correction_stands_in_for_the_empirical_one_only()
    {
        var analytic = new QuantizationScheme(new BitWidths(6, 6), BiasCorrection: AnalyticBiasCorrection.Name);
        Assert.Equal(analytic, BiasCorrections.Quick(analytic with { BiasCorrection = BiasCorrections.Empirical }));
        Assert.Equal(analytic, BiasCorrections.Quick(analytic));
        Assert.Equal(BiasCorrections.None, BiasCorrections.Quick(analytic with { BiasCorrection = BiasCorrections.None }).BiasCorrection);
    }

    [Fact]
    public void Unknown_names_suggest_the_nearest()
    {
        Assert.StartsWith("unknown method 'two-stp': did you mean two-step?", Message(() => EqualizationMethods.Get("two-stp")), StringComparison.Ordinal);
        Assert.StartsWith("unknown granularity 'per-chanel': did you mean per-channel?", Message(() => GranularityNames.Parse("per-chanel")), StringComparison.Ordinal);
        Assert.StartsWith("unknown calibrator 'min-max': did you mean minmax?", Message(() => Calibrators.Get("min-max")), StringComparison.Ordinal);
        Assert.StartsWith("unknown bias correction 'xxxxxxxxxx' (known: none, analytic, empirical)", Message(() => BiasCorrections.Check("xxxxxxxxxx")), StringComparison.Ordinal);
    }

    [Fact]
    public void Methods_have_distinct_stable_names() =>
        Assert.Equal(["none", "one-step", "two-step", "cle", "smooth", "search"], EqualizationMethods.All.Select(m => m.Name));

    private static string Message(Action action) => Assert.Throws<FormatException>(action).Message;
}
