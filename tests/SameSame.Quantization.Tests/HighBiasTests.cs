using CsCheck;
using SameSame.Quantization.BiasCorrection;
using SameSame.Quantization.Statistics;

namespace SameSame.Quantization.Tests;

public class HighBiasTests
{
    [Fact]
    public void Amounts_are_whole_bins_below_the_least_value_and_shifted_statistics_are_those_of_shifted_values() =>
        Gen.Select(Gen.Float[0.01f, 8], Gen.Float[0.01f, 20], Gen.Int[2, 40]).Select(Gen.Int[0, 1000]).Sample((shape, seed) =>
        {
            var (least, spread, count) = shape;
            var random = new Random(seed);
            float[] values = [.. Enumerable.Range(0, count).Select(_ => least + spread * random.NextSingle())];
            var statistics = Of(values);
            var amount = Assert.Single(HighBias.Amounts(statistics));
            var width = statistics.Histograms![0].Width;
            Assert.InRange(values.Min() - amount, 0, width);
            Assert.Equal(Math.Round(amount / width), amount / width);

            // Plain loops over the shifted values, and their histogram in bins of the same width.
            double[] shifted = [.. values.Select(v => v - amount)];
            var s = statistics.Shift([amount]);
            Assert.Equal((shifted.Min(), shifted.Max()), (s.Min[0], s.Max[0]));
            Assert.Equal(shifted.Average(), s.Mean[0], 1e-5);
            Assert.Equal(shifted.Average(v => v * v), s.SecondMoment[0], 1e-3);
            var h = s.Histograms![0];
            for (var n = 0; n < h.Counts.Length; n++)
                Assert.Equal(shifted.Count(v => (int)Math.Floor(v / width) == h.First + n), h.Counts[n]);
        }, iter: 300);

    [Fact]
    public void Channels_that_reach_zero_or_below_keep_what_they_have()
    {
        var statistics = new ChannelStatistics([0, -1, 2], [5, 5, 5], [1, 1, 3], [2, 2, 10]);
        Assert.Equal([0.0, 0, 2], HighBias.Amounts(statistics));
        var shifted = statistics.Shift([0, 0, 2]);
        Assert.Equal([0.0, -1, 0], shifted.Min);
        Assert.Equal([5.0, 5, 3], shifted.Max);
        Assert.Equal([1.0, 1, 1], shifted.Mean);
        Assert.Equal([2.0, 2, 2], shifted.SecondMoment);
    }

    private static ChannelStatistics Of(float[] values)
    {
        var histogram = new HistogramAccumulator();
        histogram.Add(values, values.Max());
        return new ChannelStatistics([values.Min()], [values.Max()], [values.Average(v => (double)v)], [values.Average(v => (double)v * v)]) { Histograms = [histogram.Histogram()] };
    }
}
