using SameSame.Quantization.Schemes;

namespace SameSame.Quantization.Tests;

public class BiasQuantizerTests
{
    [Fact]
    public void Codes_are_in_steps_of_input_scale_times_weight_scale() =>
        Assert.Equal([100, -250], BiasQuantizer.Quantize([1.0, -2.5], BiasQuantizer.Steps([0.1f], 0.1f)));

    /// <summary>Codes on an edge would follow the last bit of a float32 product.</summary>
    [Fact]
    public void The_product_of_both_scales_is_not_rounded() =>
        Assert.Equal([100_000_000], BiasQuantizer.Quantize([100_000_000 * (0.1f * (double)0.3f)], BiasQuantizer.Steps([0.3f], 0.1f)));

    [Fact]
    public void A_bias_that_does_not_fit_int32_is_an_error_that_names_the_channel()
    {
        var e = Assert.Throws<OverflowException>(() => BiasQuantizer.Quantize([0, -6e7], [1e-6f]));
        Assert.Contains("output channel 1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_float32_cannot_store_is_an_error() =>
        Assert.Throws<OverflowException>(() => BiasQuantizer.Quantize([1], BiasQuantizer.Steps([1e30f], 1e30f)));

    [Fact]
    public void Per_channel_scales_widen_until_it_fits_and_the_others_stay()
    {
        float[] scales = [1e-3f, 1e-3f];
        Assert.Equal(1, BiasQuantizer.WidenScales(scales, [1, -6e7], 1e-3f));
        Assert.Equal(1e-3f, scales[0]);
        var codes = BiasQuantizer.Quantize([1, -6e7], BiasQuantizer.Steps(scales, 1e-3f));
        Assert.Equal(-6e7, codes[1] * (double)scales[1] * 1e-3f, 6e7 * 1e-6);
    }

    [Fact]
    public void A_per_tensor_scale_is_never_widened()
    {
        float[] scales = [1e-3f];
        Assert.Equal(0, BiasQuantizer.WidenScales(scales, [-6e7], 1e-3f));
        Assert.Equal(1e-3f, scales[0]);
    }

    [Fact]
    public void A_wide_accumulators_bias_takes_the_finest_power_of_two_that_fits()
    {
        double[] step = BiasQuantizer.WideSteps([0.5], [1e-6f], 1e-6f);
        Assert.Equal(1e-12f, (float)Assert.Single(BiasQuantizer.WideSteps([5e-4], [1e-6f], 1e-6f)));
        Assert.Equal(Math.Pow(2, Math.Round(Math.Log2(step[0] / 1e-12))), step[0] / 1e-12, 1e-5);
        Assert.InRange(BiasQuantizer.Quantize([0.5], step)[0], BiasQuantizer.Limit / 2, BiasQuantizer.Limit);
    }

    /// <summary>MobileNetV1 has a channel with a weight scale of 2.6e-17 at 16 bits: one step for the layer wiped out the biases of all others.</summary>
    [Fact]
    public void A_channel_that_needs_a_coarse_step_leaves_those_of_the_others_alone()
    {
        double[] bias = [3.7, 0.123456789, -1e-3];
        var steps = BiasQuantizer.WideSteps(bias, [2.6e-17f, 1e-5f, 1e-5f], 1e-4f);
        var codes = BiasQuantizer.Quantize(bias, steps);
        for (var o = 0; o < 3; o++)
            Assert.True(Math.Abs(codes[o] * (double)steps[o] - bias[o]) <= steps[o] * 0.5000001, $"channel {o}");
        Assert.Equal([1e-9f, 1e-9f], steps[1..].Select(s => (float)s));
        Assert.True(steps[0] < 1e-8f);
    }

    [Fact]
    public void No_step_underflows() => Assert.All(BiasQuantizer.WideSteps([0, 1e-20], [1e-30f], 1e-30f), s => Assert.True(float.IsNormal((float)s)));
}
