using CsCheck;
using SameSame.Quantization.Schemes;

namespace SameSame.Quantization.Tests;

public class ActivationQuantizerTests
{
    private static readonly Gen<ValueRange> Ranges = Gen.Double[-50, 50].Select(Gen.Double[0, 80], (low, width) => new ValueRange(low, low + width));

    [Fact]
    public void Real_zero_is_a_code_and_dequantizes_to_exactly_zero() => Ranges.Select(Gen.Int[2, 16]).Sample((range, bits) =>
    {
        var q = ActivationQuantizer.Cover(range, bits);
        Assert.InRange(q.ZeroPoint, 0, q.Top);
        Assert.Equal(q.ZeroPoint, q.Quantize(0));
        Assert.Equal(0.0, q.Dequantize(q.ZeroPoint));
    });

    [Fact]
    public void Every_value_of_the_covered_range_comes_back_within_one_step() => Ranges.Select(Gen.Int[2, 16], Gen.Double[0, 1]).Sample((range, bits, at) =>
    {
        var q = ActivationQuantizer.Cover(range, bits);
        var x = range.Min + at * (range.Max - range.Min);
        // Half a step of rounding, and at an end of the range half a step more for the rounded zero point.
        Assert.True(Math.Abs(q.Dequantize(q.Quantize(x)) - x) <= q.Scale * 1.001 + 1e-12);
    });

    [Fact]
    public void Values_outside_clamp_to_the_ends()
    {
        var q = ActivationQuantizer.Cover(new ValueRange(-1, 3), 4);
        Assert.Equal((0, 15), (q.Quantize(-100), q.Quantize(100)));
        Assert.True(q.NeedsClip);
        Assert.False(ActivationQuantizer.Cover(new ValueRange(-1, 3), 8).NeedsClip);
        Assert.False(ActivationQuantizer.Cover(new ValueRange(-1, 3), 16).NeedsClip);
        Assert.True(ActivationQuantizer.Cover(new ValueRange(-1, 3), 12).NeedsClip);
    }

    [Theory]
    [InlineData(2.0, 5.0)]
    [InlineData(-5.0, -2.0)]
    public void A_range_without_zero_is_widened_to_it(double min, double max)
    {
        var q = ActivationQuantizer.Cover(new ValueRange(min, max), 8);
        Assert.True(q.Bottom <= Math.Min(min, 0) + q.Scale && q.Ceiling >= Math.Max(max, 0) - q.Scale);
        Assert.Contains(0.0, new[] { q.Bottom, q.Ceiling });
    }

    [Fact]
    public void Where_only_zeros_were_seen_the_grid_covers_0_to_1()
    {
        Assert.Equal(new ActivationQuantizer(1f / 255, 0, 8), ActivationQuantizer.Cover(ValueRange.Empty, 8));
        Assert.Equal(new ActivationQuantizer(1f / 255, 0, 8), ActivationQuantizer.Cover(new ValueRange(-1e-33, 1e-32), 8));
    }

    [Fact]
    public void A_range_has_a_text() => Assert.Equal("-1 .. 2.5", new ValueRange(-1, 2.5).ToString());

    [Theory]
    [InlineData(0, 1e38)]
    [InlineData(0, double.PositiveInfinity)]
    [InlineData(double.NaN, 1)]
    public void A_range_without_a_usable_step_is_an_error(double min, double max) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ActivationQuantizer.Cover(new ValueRange(min, max), 8));
}
