using SameSame.Contracts.Results;
using SameSame.Contracts.Work;
using SameSame.Quantization.Metrics;

namespace SameSame.Contracts.Tests;

public class CellFiguresTests
{
    [Theory]
    [InlineData(50_000, 5_000, 10)]
    [InlineData(50_001, 5_000, 11)]
    [InlineData(650, 5_000, 1)]
    [InlineData(7, 3, 3)]
    public void Images_split_into_equal_parts_without_gaps(int images, int most, int parts)
    {
        var ranges = ImageRange.Split(images, most);
        Assert.Equal(parts, ranges.Count);
        Assert.Equal((0, images), (ranges[0].From, ranges[^1].To));
        Assert.All(ranges.Zip(ranges.Skip(1)), r => Assert.Equal(r.First.To, r.Second.From));
        Assert.All(ranges, r => Assert.InRange(r.To - r.From, 1, most));
        Assert.InRange(ranges.Max(r => r.To - r.From) - ranges.Min(r => r.To - r.From), 0, 1);
    }

    [Fact]
    public void A_cell_put_together_from_parts_has_the_figures_of_one_run()
    {
        var random = new Random(1);
        var (fp32, int8) = (Bits(random, 1000, 0.8), Bits(random, 1000, 0.7));
        var whole = Measurement("k", fp32, int8, new ImageRange(0, 1000, 1000)) with { Range = null };
        var parts = ImageRange.Split(1000, 300).Select(r => Measurement($"k/{r}", fp32, int8, r)).ToList();
        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(parts));
        var joined = CellFigures.Join("k", parts)!;
        Assert.Equal(whole.WithFigures() with { Correct = [], Device = "" }, joined with { Correct = [], Device = "" });
        Assert.Equal(whole.Correct, joined.Correct);
        var paired = PairedDifference.Between(fp32, int8);
        Assert.Equal((paired.Points, paired.Low, paired.High), (joined.Degradation, joined.DegradationLow, joined.DegradationHigh));
        Assert.Equal(100.0 * fp32.SetCount / 1000, joined.Fp32Top1);
        Assert.Equal(100.0 * int8.SetCount / 1000, joined.Top1);

        Assert.Null(CellFigures.Join("k", parts.Skip(1)));
        Assert.Null(CellFigures.Join("k", []));
        Assert.Null(CellFigures.Join("k", parts.Select((p, i) => p with { Forced = true, Run = $"run {i}" })));
    }

    private static CellMeasurement Measurement(string key, ImageBitset fp32, ImageBitset int8, ImageRange range)
    {
        var (a, b) = (Slice(fp32, range), Slice(int8, range));
        var counts = PairedCounts.Between(a, b);
        return new CellMeasurement
        {
            Key = key,
            Images = a.Count,
            Correct = b.Bytes,
            Range = range,
            // Halves and quarters add up exactly in any order.
            Sums = new CellSums { Fp32Correct = a.SetCount, Lost = counts.Lost, Gained = counts.Gained, Agreeing = a.Count / 2, Top5 = 0, Signal = 0.5 * a.Count, Noise = 0.25 * a.Count },
            Device = "d",
            Provider = "p",
            OnnxRuntime = "o",
            Environment = "e",
            Run = "r",
        };
    }

    private static ImageBitset Slice(ImageBitset bits, ImageRange range)
    {
        var slice = new ImageBitset(range.To - range.From);
        for (var i = 0; i < slice.Count; i++)
            slice[i] = bits[range.From + i];
        return slice;
    }

    private static ImageBitset Bits(Random random, int count, double share)
    {
        var bits = new ImageBitset(count);
        for (var i = 0; i < count; i++)
            bits[i] = random.NextDouble() < share;
        return bits;
    }
}
