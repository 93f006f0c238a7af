using CsCheck;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;

namespace SameSame.Quantization.Tests.Statistics;

public class CalibratorTests
{
    public static TheoryData<string> Names => [.. Calibrators.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_range_reaches_beyond_what_was_seen(string name)
    {
        var statistics = HistogramTests.Statistics(3, 5000, spread: 8);
        foreach (var bits in new[] { 2, 4, 8, 12 })
        {
            var range = Calibrators.Get(name).Range(statistics, bits);
            Assert.InRange(range.Min, statistics.Min.Min() * 1.000001, 0);
            Assert.InRange(range.Max, 0, statistics.Max.Max() * 1.000001);
            Assert.True(range.Max - range.Min > 0);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_empty_tensor_has_an_empty_range(string name)
    {
        var accumulator = new ChannelAccumulator(1, 4, Kept.Histograms);
        accumulator.Add([0, 0, 0, 0]);
        Assert.Equal(new ValueRange(0, 0), Calibrators.Get(name).Range(accumulator.Statistics(), 8).IncludingZero);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(8)]
    public void Mse_is_as_good_as_trying_every_range_on_the_values_themselves(int bits)
    {
        var random = new Random(bits);
        float[] values = [.. Enumerable.Range(0, 20_000).Select(i => (float)Math.Pow(random.NextDouble(), 6) * (i % 900 == 0 ? 9 : 3))];
        var accumulator = new ChannelAccumulator(1, values.Length, Kept.Histograms);
        accumulator.Add(values);
        var found = new MseCalibrator().Range(accumulator.Statistics(), bits);
        var best = Enumerable.Range(1, 100).Min(n => Error(values, new ValueRange(0, values.Max() * n / 100.0), bits));
        Assert.InRange(Error(values, found, bits), best * 0.999, best * 1.1);
        Assert.True(bits > 4 || found.Max < 0.8 * values.Max(), "clipping pays at few bits");
    }

    [Fact]
    public void Fewer_bits_clip_more()
    {
        var statistics = HistogramTests.Statistics(5, 5000, spread: 6);
        var widths = new[] { 2, 4, 6, 8 }.Select(b => new MseCalibrator().Range(statistics, b)).Select(r => r.Max - r.Min).ToList();
        Assert.Equal(widths.Order(), widths);
    }

    [Fact]
    public void Percentile_leaves_out_one_value_in_ten_thousand()
    {
        var random = new Random(1);
        float[] values = [.. Enumerable.Range(0, 100_000).Select(i => i % 20_000 == 0 ? 50f : (float)random.NextDouble())];
        var accumulator = new ChannelAccumulator(1, values.Length, Kept.Histograms);
        accumulator.Add(values);
        Assert.InRange(new PercentileCalibrator().Range(accumulator.Statistics(), 8).Max, 0.99, 1.3);
    }

    [Fact]
    public void Entropy_drops_a_far_outlier_and_keeps_an_even_spread()
    {
        var random = new Random(1);
        var even = new ChannelAccumulator(1, 50_000, Kept.Histograms);
        even.Add([.. Enumerable.Range(0, 50_000).Select(_ => (float)random.NextDouble())]);
        Assert.InRange(new EntropyCalibrator().Range(even.Statistics(), 8).Max, 0.9, 1.01);
        var outlier = new ChannelAccumulator(1, 50_000, Kept.Histograms);
        outlier.Add([.. Enumerable.Range(0, 50_000).Select(i => i == 7 ? 20f : (float)random.NextDouble())]);
        Assert.InRange(new EntropyCalibrator().Range(outlier.Statistics(), 8).Max, 0.9, 10);
    }

    [Fact]
    public void Rounding_error_is_that_of_a_plain_loop() => Gen.Float[-3, 3].Array[1, 70].Select(Gen.Double[0.01, 1], Gen.Int[2, 8]).Sample((weights, scale, bits) =>
    {
        var (step, limit) = ((float)scale, WeightQuantizer.Limit(bits));
        var expected = weights.Sum(w =>
        {
            var code = Math.Clamp(Math.Round(w * (1 / step), MidpointRounding.ToEven), -limit, limit);
            return Math.Pow(w - code * step, 2);
        });
        // Ties may round either way in float; both are off by half a step.
        Assert.Equal(expected, RoundingError.Of(weights, scale, bits), 1e-5 * (1 + expected));
    });

    [Fact]
    public void Mse_weights_lose_less_than_their_whole_range_would()
    {
        var random = new Random(2);
        float[] weights = [.. Enumerable.Range(0, 3000).Select(i => (float)(Enumerable.Range(0, 6).Sum(_ => random.NextDouble() - 0.5) * (i == 5 ? 12 : 1)))];
        var whole = RoundingError.Of(weights, WeightQuantizer.Scales(weights, 1, 4, Granularity.PerTensor)[0], 4);
        var scale = WeightQuantizer.Scales(weights, 1, 4, Granularity.PerTensor, new MseCalibrator())[0];
        Assert.True(RoundingError.Of(weights, scale, 4) < 0.5 * whole);
        Assert.Equal(scale, WeightQuantizer.Scales(weights, 3, 4, Granularity.PerTensor, new MseCalibrator())[0]);
    }

    private static double Error(float[] values, ValueRange range, int bits)
    {
        var quantizer = ActivationQuantizer.Cover(range, bits);
        return values.Sum(v => Math.Pow(v - quantizer.Dequantize(quantizer.Quantize(v)), 2));
    }
}
