using CsCheck;
using SameSame.Quantization.Metrics;

namespace SameSame.Quantization.Tests.Metrics;

public class MetricsTests
{
    [Fact]
    public void Degradation_is_the_paired_difference_and_lies_in_its_interval() =>
        Gen.Bool.Array[50].Select(Gen.Bool.Array[50]).Sample((baseline, network) =>
        {
            var d = PairedDifference.Between(Bits(baseline), Bits(network));
            Assert.Equal(2.0 * (baseline.Count(b => b) - network.Count(b => b)), d.Points, 1e-9);
            Assert.InRange(d.Points, d.Low, d.High);
            var reverse = PairedDifference.Between(Bits(network), Bits(baseline));
            Assert.Equal((-d.Points, -d.High, -d.Low), (reverse.Points, reverse.Low, reverse.High));
        });

    [Fact]
    public void The_interval_is_Agresti_and_Mins()
    {
        // Table 1 of a sceptic's calculator: 650 images, 30 lost, 11 gained, half an image in each cell.
        var d = PairedDifference.FromCounts(lost: 30, gained: 11, images: 650);
        double n = 652, centre = 19 / n, half = 1.959963984540054 * Math.Sqrt((42 / n - centre * centre) / n);
        Assert.Equal(100.0 * 19 / 650, d.Points, 1e-12);
        Assert.Equal(100 * (centre - half), d.Low, 1e-9);
        Assert.Equal(100 * (centre + half), d.High, 1e-9);
    }

    [Fact]
    public void Networks_that_agree_on_every_image_tie_with_a_width()
    {
        var d = PairedDifference.FromCounts(0, 0, 650);
        Assert.Equal(0, d.Points);
        Assert.True(d.Low < 0 && d.High > 0 && d.High - d.Low < 1);
    }

    [Fact]
    public void The_interval_covers_the_truth_about_95_times_in_100()
    {
        var random = new Random(11);
        var covered = 0;
        const int trials = 2000, images = 400;
        for (var t = 0; t < trials; t++)
        {
            int lost = 0, gained = 0;
            for (var i = 0; i < images; i++)
            {
                var u = random.NextDouble();
                lost += u < 0.05 ? 1 : 0;
                gained += u >= 0.05 && u < 0.07 ? 1 : 0;
            }

            var d = PairedDifference.FromCounts(lost, gained, images);
            covered += d.Low <= 3 && 3 <= d.High ? 1 : 0;
        }

        Assert.InRange(covered / (double)trials, 0.93, 0.975);
    }

    [Fact]
    public void Bits_come_back() => Gen.Bool.Array[1, 70].Sample(values =>
    {
        var bits = new ImageBitset(values.Length, Bits(values).Bytes);
        Assert.Equal(values, Enumerable.Range(0, values.Length).Select(i => bits[i]));
        Assert.Equal(values.Count(v => v), bits.SetCount);
    });

    [Fact]
    public void Signal_to_noise_is_ten_log_of_the_energies_and_adds_up_over_shards() => Gen.Float[-9, 9].Array[8].Select(Gen.Float[-9, 9].Array[8]).Sample((f, q) =>
    {
        var whole = default(SignalToNoise).Add(f, q);
        var parts = default(SignalToNoise).Add(f.AsSpan(0, 3), q.AsSpan(0, 3)) + default(SignalToNoise).Add(f.AsSpan(3), q.AsSpan(3));
        var expected = 10 * Math.Log10(f.Sum(x => (double)x * x) / f.Zip(q, (a, b) => ((double)a - b) * ((double)a - b)).Sum());
        Assert.Equal(Math.Min(expected, SignalToNoise.Ceiling), whole.Decibels, 1e-9);
        Assert.Equal(whole.Decibels, parts.Decibels, 1e-9);
    });

    [Fact]
    public void Ranks_are_those_of_a_stable_sort() => Gen.Int[0, 4].Array[6].Select(Gen.Int[0, 5], Gen.Int[1, 5]).Sample((values, label, k) =>
    {
        float[] logits = [.. values.Select(v => (float)v)];
        var order = Enumerable.Range(0, 6).OrderByDescending(i => logits[i]).ThenBy(i => i).ToArray();
        Assert.Equal(order[0], TopK.ArgMax(logits));
        Assert.Equal(order.Take(k).Contains(label), TopK.Contains(logits, label, k));
    });

    [Fact]
    public void A_logit_that_is_not_a_number_never_wins()
    {
        Assert.Equal(2, TopK.ArgMax([float.NaN, 1, 3]));
        Assert.False(TopK.Contains([float.NaN, 1, 3], 0, 3));
    }

    private static ImageBitset Bits(bool[] values)
    {
        var bits = new ImageBitset(values.Length);
        for (var i = 0; i < values.Length; i++)
            bits[i] = values[i];
        return bits;
    }
}
