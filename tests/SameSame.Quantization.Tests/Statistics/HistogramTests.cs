using CsCheck;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;

namespace SameSame.Quantization.Tests.Statistics;

public class HistogramTests
{
    private static readonly Gen<float[][]> Batches = Gen.Float[-900, 900].Select(Gen.Int[0, 3], (v, zero) => zero == 0 || Math.Abs(v) < 1e-3 ? 0f : v * v / 900).Array[1, 50].Array[1, 6];

    [Fact]
    public void Every_value_is_counted_in_the_bin_that_holds_it() => Batches.Sample(batches =>
    {
        var accumulator = new HistogramAccumulator();
        foreach (var batch in batches)
            accumulator.Add(batch, batch.Max(Math.Abs));
        var histogram = accumulator.Histogram();
        float[] all = [.. batches.SelectMany(b => b)];
        Assert.Equal(all.Count(v => v == 0), histogram.Zeros);
        Assert.Equal(all.Count(v => v != 0), histogram.Counts.Sum());
        for (var n = 0; n < histogram.Counts.Length; n++)
        {
            var bin = histogram.First + n;
            Assert.Equal(all.Count(v => v != 0 && Math.Floor(v / histogram.Width) == bin), histogram.Counts[n]);
        }
    });

    [Fact]
    public void Half_of_the_bins_of_one_side_are_in_use_however_the_range_grew() => Batches.Sample(batches =>
    {
        var accumulator = new HistogramAccumulator();
        foreach (var batch in batches)
            accumulator.Add(batch, batch.Max(Math.Abs));
        var max = batches.SelectMany(b => b).Max(Math.Abs);
        if (max > 0)
            Assert.InRange(max / accumulator.Histogram().Width, HistogramAccumulator.Side / 2, HistogramAccumulator.Side);
    });

    [Fact]
    public void A_tensor_counts_what_its_scaled_channels_count()
    {
        var scaled = Statistics(7, 4000, spread: 1).Scale([1, 3]);
        var tensor = TensorHistogram.Of(scaled);
        Assert.Equal(scaled.Histograms!.Sum(h => h.Counts.Sum()), tensor.Counts.Sum(), 1e-6);
        Assert.Equal(scaled.Mean.Average(), tensor.Counts.Select((c, n) => c * tensor.Centre(n)).Sum() / tensor.Counts.Sum(), 0.02 * tensor.Range.Max);
    }

    internal static ChannelStatistics Statistics(int seed, int count, double spread)
    {
        var accumulator = new ChannelAccumulator(2, count, Kept.Histograms);
        accumulator.Add(Values(seed, 2 * count, spread));
        return accumulator.Statistics();
    }

    // Sums of uniforms, with a few values far out.
    internal static float[] Values(int seed, int count, double spread)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => (float)(Enumerable.Range(0, 6).Sum(_ => random.NextDouble() - 0.5) * (i % 500 == 0 ? spread : 1)))];
    }
}
