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
        foreach (var o in Enumerable.Range(0, 4).Where(o => weights.AsSpan(o * 6, 6).ContainsAnyExcept(0f)))
            Assert.Equal(WeightQuantizer.Scales(weights.AsSpan(o * 6, 6), 1, bits, Granularity.PerTensor)[0], scales[o]);
    });

    [Fact]
    public void A_channel_of_zeros_takes_the_tensors_scale_so_that_its_bias_has_a_grid()
    {
        float[] weights = [0, 0, 0.5f, -1.27f];
        Assert.Equal([0.01f, 0.01f], WeightQuantizer.Scales(weights, 2, 8, Granularity.PerChannel));
        Assert.Equal([0, 0, 50, -127], WeightQuantizer.Quantize(weights, 2, [0.01f, 0.01f], 8).Select(c => (int)c));
    }

    [Fact]
    public void Halves_go_to_even() => Assert.Equal([0, 2, 2, -2], WeightQuantizer.Quantize([0.5f, 1.5f, 2.5f, -2.5f], 1, [1f], 4).Select(c => (int)c));
}
