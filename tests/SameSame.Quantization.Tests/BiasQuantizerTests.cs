using SameSame.Quantization.Schemes;

namespace SameSame.Quantization.Tests;

public class BiasQuantizerTests
{
    [Fact]
    public void Codes_are_in_steps_of_input_scale_times_weight_scale() =>
        Assert.Equal([100, -250], BiasQuantizer.Quantize([1.0, -2.5], [0.1f], 0.1f));

    [Fact]
    public void A_bias_that_does_not_fit_int32_is_an_error_that_names_the_channel()
    {
        var e = Assert.Throws<OverflowException>(() => BiasQuantizer.Quantize([0, -6e7], [1e-3f], 1e-3f));
        Assert.Contains("output channel 1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Per_channel_scales_widen_until_it_fits_and_the_others_stay()
    {
        float[] scales = [1e-3f, 1e-3f];
        Assert.Equal(1, BiasQuantizer.WidenScales(scales, [1, -6e7], 1e-3f));
        Assert.Equal(1e-3f, scales[0]);
        var codes = BiasQuantizer.Quantize([1, -6e7], scales, 1e-3f);
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
        var scale = BiasQuantizer.CoarserInputScale([0.5, -0.4], [1e-6f], 1e-6f);
        Assert.Equal(1e-6f, BiasQuantizer.CoarserInputScale([5e-4, 0], [1e-6f], 1e-6f));
        Assert.Equal(Math.Pow(2, Math.Round(Math.Log2(scale / 1e-6f))), scale / 1e-6f, 1e-6);
        var codes = BiasQuantizer.Quantize([0.5, -0.4], [1e-6f], scale);
        Assert.InRange(codes[0], BiasQuantizer.Limit / 2, BiasQuantizer.Limit);
        Assert.Equal(-0.4, codes[1] * (double)scale * 1e-6f, 1e-9);
    }
}
