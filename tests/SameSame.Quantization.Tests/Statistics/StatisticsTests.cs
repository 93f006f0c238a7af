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
        Assert.Equal(images.Average(i => (double)i[7]), Accumulate(images).MeanMap()[7], 1e-6);
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
        var accumulator = new ChannelAccumulator(Channels, Positions, Kept.Moments | Kept.MeanMap);
        foreach (var image in images)
            accumulator.Add(image);
        return accumulator;
    }
}
