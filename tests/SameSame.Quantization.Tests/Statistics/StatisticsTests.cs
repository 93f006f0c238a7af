using CsCheck;
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
    public void Other_bytes_are_refused() => Assert.Throws<InvalidDataException>(() => ModelStatisticsFormat.Read(new byte[64]));

    private static ChannelAccumulator Accumulate(float[][] images)
    {
        var accumulator = new ChannelAccumulator(Channels, Positions, Kept.Moments);
        foreach (var image in images)
            accumulator.Add(image);
        return accumulator;
    }
}
