using CsCheck;
using SameSame.Quantization.Schemes;

namespace SameSame.Quantization.Tests;

public class WeightQuantizerTests
{
    private static readonly Gen<float[]> Weights = Gen.Float[-8, 8].Array[24];

    [Fact]
    public void Per_tensor_codes_are_those_of_a_plain_double_loop() => Weights.Select(Gen.Int[2, 16]).Sample((weights, bits) =>
    {
        var scales = WeightQuantizer.Scales(weights, 4, bits, Granularity.PerTensor);
        var codes = WeightQuantizer.Quantize(weights, 4, scales, bits);
        var limit = Math.Pow(2, bits - 1) - 1;
        var max = 0.0;
        foreach (var w in weights)
            max = Math.Max(max, Math.Abs((double)w));
        Assert.Equal((float)(max / limit), Assert.Single(scales));
        for (var i = 0; i < weights.Length; i++)
        {
            Assert.InRange(codes[i], -limit, limit);
            Assert.True(Math.Abs(codes[i] * (double)scales[0] - weights[i]) <= scales[0] * 0.5 * (1 + 1e-5), "the nearest code is at most half a step away");
        }
    });

    [Fact]
    public void Per_channel_scales_are_each_rows_own() => Weights.Select(Gen.Int[2, 8]).Sample((weights, bits) =>
    {
        var scales = WeightQuantizer.Scales(weights, 4, bits, Granularity.PerChannel);
        // But for channels that no float32 sum could feel beside the others: they get a scale at the least share.
        var least = (float)(WeightQuantizer.Scales(weights, 4, bits, Granularity.PerTensor)[0] * WeightQuantizer.LeastShare);
        foreach (var o in Enumerable.Range(0, 4).Where(o => weights.AsSpan(o * 6, 6).ContainsAnyExcept(0f)))
            Assert.Equal(Math.Max(least, WeightQuantizer.Scales(weights.AsSpan(o * 6, 6), 1, bits, Granularity.PerTensor)[0]), scales[o]);
    });

    [Fact]
    public void A_channel_of_zeros_takes_the_tensors_scale_so_that_its_bias_has_a_grid()
    {
        float[] weights = [0, 0, 0.5f, -1.27f];
        Assert.Equal([0.01f, 0.01f], WeightQuantizer.Scales(weights, 2, 8, Granularity.PerChannel));
        Assert.Equal([0, 0, 50, -127], WeightQuantizer.Quantize(weights, 2, [0.01f, 0.01f], 8).Select(c => (int)c));
    }

    [Fact]
    public void A_channel_of_zeros_is_its_bias_and_gets_a_scale_that_bias_has_many_steps_of()
    {
        float[] weights = [0, 0, 0.5f, -1.27f], scales = WeightQuantizer.Scales(weights, 2, 8, Granularity.PerChannel);
        WeightQuantizer.FitZeros(scales, weights, [-1.7, 0.3], 0.02f);
        Assert.Equal(0.01f, scales[1]);
        Assert.InRange(1.7 / (scales[0] * 0.02), 1 << 21, 1 << 23);
        float[] whole = WeightQuantizer.Scales([0, 0, 0, 0], 2, 8, Granularity.PerTensor);
        WeightQuantizer.FitZeros(whole, [0, 0, 0, 0], [-1.7, 0.3], 0.02f);
        Assert.InRange(1.7 / (whole[0] * 0.02), 1 << 21, 1 << 23);
    }

    [Fact]
    public void Weights_that_vanish_beside_each_channels_bias_count_as_zeros_and_others_do_not()
    {
        float[] tiny = [1e-20f, -2e-20f, 3e-20f, 1e-21f], scales = WeightQuantizer.Scales(tiny, 2, 8, Granularity.PerTensor);
        WeightQuantizer.FitZeros(scales, tiny, [-1.7, 0.3], 0.02f);
        Assert.InRange(1.7 / (scales[0] * 0.02), 1 << 21, 1 << 23);
        // One channel without a bias of its own is nothing but its weights.
        scales = WeightQuantizer.Scales(tiny, 2, 8, Granularity.PerTensor);
        var before = scales[0];
        WeightQuantizer.FitZeros(scales, tiny, [-1.7, 0], 0.02f);
        Assert.Equal(before, scales[0]);
    }

    [Fact]
    public void A_layer_of_zeros_without_a_bias_has_a_positive_scale_all_the_same()
    {
        float[] scales = [0];
        WeightQuantizer.FitZeros(scales, [0, 0], [0], 0.02f);
        Assert.True(scales[0] > 0);
    }

    [Fact]
    public void A_channel_that_no_float_sum_could_feel_gets_no_scale_of_its_own()
    {
        var scales = WeightQuantizer.Scales([1e-17f, -2e-17f, 0.5f, -1.27f], 2, 8, Granularity.PerChannel);
        Assert.Equal(0.01f * WeightQuantizer.LeastShare, scales[0], 1e-20);
        Assert.Equal(0.01f, scales[1]);
    }

    [Fact]
    public void Halves_go_to_even() => Assert.Equal([0, 2, 2, -2], WeightQuantizer.Quantize([0.5f, 1.5f, 2.5f, -2.5f], 1, [1f], 4).Select(c => (int)c));
}
