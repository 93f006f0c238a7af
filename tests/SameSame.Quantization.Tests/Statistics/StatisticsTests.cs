using CsCheck;
using SameSame.Quantization.BiasCorrection;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;

namespace SameSame.Quantization.Tests.Statistics;

public class StatisticsTests
{
    private const int Channels = 3, Positions = 5;
    private static readonly Gen<float[][]> Images = Gen.Float[-10, 10].Array[Channels * Positions].Array[1, 6];

    [Fact]
    public void A_stream_of_images_gives_what_plain_loops_over_all_of_them_give() => Images.Sample(images =>
    {
        var s = Accumulate(images).Statistics();
        for (var c = 0; c < Channels; c++)
        {
            double[] all = [.. images.SelectMany(i => i.Skip(c * Positions).Take(Positions)).Select(v => (double)v)];
            Assert.Equal((all.Min(), all.Max()), (s.Min[c], s.Max[c]));
            Assert.Equal(all.Average(), s.Mean[c], 1e-5);
            Assert.Equal(all.Average(v => v * v), s.SecondMoment[c], 1e-4);
            Assert.Equal(all.Max(Math.Abs), s.AbsMax(c));
        }

        Assert.Equal(new ValueRange(images.Min(i => i.Min()), images.Max(i => i.Max())), s.Range());
    });

    [Fact]
    public void Regions_sum_what_a_plain_loop_over_their_positions_sums() =>
        Gen.Select(Gen.Int[0, 2].Array[1, 6], Gen.Int[0, 2].Array[1, 9]).SelectMany((rows, columns) => Gen.Float[-10, 10].Array[Channels * rows.Length * columns.Length].Array[1, 4]
            .Select(images => (Regions: new PositionRegions(rows, columns), Images: images))).Sample(t =>
        {
            var (regions, width, positions) = (t.Regions, t.Regions.Columns.Length, t.Regions.Rows.Length * t.Regions.Columns.Length);
            var accumulator = new RegionAccumulator(Channels, regions);
            accumulator.Add([.. t.Images.SelectMany(i => i)]);
            var expected = new double[Channels * regions.Count];
            foreach (var image in t.Images)
            {
                for (var n = 0; n < image.Length; n++)
                {
                    var (row, column) = (regions.Rows[n % positions / width], regions.Columns[n % width]);
                    expected[n / positions * regions.Count + row * regions.ColumnClasses + column] += (double)image[n] / t.Images.Length;
                }
            }

            Assert.Equal(expected, accumulator.Means(), (a, b) => Math.Abs(a - b) < 1e-4);
            Assert.Equal(positions, regions.Sizes.Sum());
        });

    [Fact]
    public void Scaled_statistics_are_the_statistics_of_scaled_images() => Images.Select(Gen.Double[0.1, 10].Array[Channels]).Sample((images, factors) =>
    {
        var scaled = Accumulate(images).Statistics().Scale(factors);
        var collected = Accumulate([.. images.Select(image => image.Select((v, i) => (float)(v * factors[i / Positions])).ToArray())]).Statistics();
        for (var c = 0; c < Channels; c++)
        {
            Assert.Equal(collected.Min[c], scaled.Min[c], 1e-4);
            Assert.Equal(collected.Max[c], scaled.Max[c], 1e-4);
            Assert.Equal(collected.Mean[c], scaled.Mean[c], 1e-4);
            Assert.Equal(collected.SecondMoment[c], scaled.SecondMoment[c], 1e-4 * (1 + collected.SecondMoment[c]));
        }
    });

    [Fact]
    public void Stored_statistics_come_back_bit_for_bit() => Images.Sample(images =>
    {
        var statistics = new ModelStatistics(images.Length, new Dictionary<string, ChannelStatistics> { ["t"] = Accumulate(images).Statistics() },
            new Dictionary<string, double[]> { ["layer"] = [1.5, -2] });
        var bytes = ModelStatisticsFormat.Write(statistics);
        var read = ModelStatisticsFormat.Read(bytes);
        Assert.Equal(bytes, ModelStatisticsFormat.Write(read));
        Assert.Equal(statistics.Tensors["t"].SecondMoment, read.Tensors["t"].SecondMoment);
        Assert.Equal(statistics.TapMeans["layer"], read.TapMeans["layer"]);
    });

    [Fact]
    public void Histograms_change_nothing_else_and_what_is_absorbed_does_not_depend_on_them() => Images.Sample(images =>
    {
        float[][] shifted = [.. images.Select(i => i.Select(v => v + 10.5f).ToArray())];
        var counted = new ChannelAccumulator(Channels, Positions, Kept.Histograms);
        foreach (var image in shifted)
            counted.Add(image);
        var (with, without) = (counted.Statistics(), Accumulate(shifted).Statistics());
        Assert.Equal(with.Min, without.Min);
        Assert.Equal(with.Max, without.Max);
        Assert.Equal(with.Mean, without.Mean);
        Assert.Equal(with.SecondMoment, without.SecondMoment);
        Assert.Equal(HighBias.Amounts(with), HighBias.Amounts(without));
        Assert.All(HighBias.Amounts(with).Zip(with.Min), a => Assert.InRange(a.First, a.Second / 2, a.Second));
        Assert.All(HighBias.Amounts(with).Zip(with.Histograms!), a => Assert.Equal(0, Math.IEEERemainder(a.First, a.Second.Width)));
    });

    [Fact]
    public void Least_and_greatest_are_those_of_a_plain_loop_and_not_numbers_where_a_value_is_none()
    {
        var random = new Random(3);
        for (var length = 1; length < 40; length++)
        {
            float[] values = [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.5))];
            var accumulator = new ChannelAccumulator(1, length, Kept.Moments);
            accumulator.Add(values);
            var seen = accumulator.Statistics();
            Assert.Equal((values.Min(), values.Max()), ((float)seen.Min[0], (float)seen.Max[0]));
            values[random.Next(length)] = float.NaN;
            accumulator.Add(values);
            Assert.Equal((double.NaN, double.NaN), (accumulator.Statistics().Min[0], accumulator.Statistics().Max[0]));
        }
    }

    [Fact]
    public void Other_bytes_are_refused() => Assert.Throws<InvalidDataException>(() => ModelStatisticsFormat.Read(new byte[64]));

    private static ChannelAccumulator Accumulate(float[][] images)
    {
        var accumulator = new ChannelAccumulator(Channels, Positions, Kept.Moments);
        foreach (var image in images)
            accumulator.Add(image);
        return accumulator;
    }
}
