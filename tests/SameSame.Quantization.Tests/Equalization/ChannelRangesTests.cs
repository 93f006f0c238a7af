using CsCheck;
using SameSame.Quantization.Equalization;

namespace SameSame.Quantization.Tests.Equalization;

public class ChannelRangesTests
{
    [Fact]
    public void Ranges_are_what_plain_loops_over_rewritten_weights_and_activations_find() =>
        Gen.Select(Gen.Int[0, 10_000], Gen.Int[1, 4]).Sample((seed, groups) =>
        {
            var random = new Random(seed);
            var (outputs, perGroup) = (groups * (1 + random.Next(4)), 1 + random.Next(20));
            double[] factors = [1, .. Enumerable.Range(0, 9).Select(_ => Math.Exp(2 * random.NextDouble() - 1))];
            var layer = new EqualizationLayer("l", Classes(outputs), Classes(groups * perGroup), groups, [.. Enumerable.Range(0, outputs * perGroup).Select(_ => random.NextSingle())]);
            var ranges = ChannelRanges.Ranges(layer, factors);
            for (var o = 0; o < outputs; o++)
            {
                var greatest = 0.0;
                for (var i = 0; i < perGroup; i++)
                {
                    var input = o / (outputs / groups) * perGroup + i;
                    greatest = Math.Max(greatest, layer.Magnitudes[o * perGroup + i] * factors[layer.OutputClasses[o]] / factors[layer.InputClasses[input]]);
                }

                Assert.Equal(greatest, ranges[o], 1e-12);
            }

            var tensor = new EqualizationTensor("t", [0, 3, 3], [5, 2, 7]);
            Assert.Equal([5.0, 2 * factors[3], 7 * factors[3]], ChannelRanges.Ranges(tensor, factors));

            int[] Classes(int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(factors.Length))];
        }, iter: 200);

    [Fact]
    public void A_comparison_has_layers_then_tensors_and_shares_of_the_greatest_range()
    {
        var problem = new EqualizationProblem(3, [new EqualizationTensor("t", [1, 2], [1, 8])],
            [new EqualizationLayer("a", [1, 2], [0], 1, [2, 4]), new EqualizationLayer("b", [0], [1, 2], 1, [3, 1])]);
        var spreads = ChannelRanges.Compare(problem, [1, 4, 0.5]);
        Assert.Equal(["a", "b", "t"], spreads.Select(s => s.Name));
        Assert.Equal([ChannelKind.Weights, ChannelKind.Weights, ChannelKind.Activations], spreads.Select(s => s.Kind));
        // Layer a: rows 2 and 4, then 8 and 2. Tensor t: 1 and 8, then 4 and 4.
        Assert.Equal((0.75, 0.625), (spreads[0].Before.Median, spreads[0].After.Median));
        Assert.Equal((0.5625, 1.0), (spreads[2].Before.Median, spreads[2].After.Median));
        Assert.Equal((1.0, 1.0), (spreads[1].Before.P10, spreads[1].After.P10));
        Assert.Throws<ArgumentException>(() => ChannelRanges.Compare(problem, [1, 1]));
    }

    [Fact]
    public void Dead_channels_are_left_out_on_both_sides()
    {
        var problem = new EqualizationProblem(4, [new EqualizationTensor("t", [1, 2, 3], [4, 2, 1e-9])], []);
        var spread = Assert.Single(ChannelRanges.Compare(problem, [1, 1, 2, 1e9]));
        Assert.Equal((3, 2, 0.75, 1.0), (spread.Channels, spread.Live, spread.Before.Median, spread.After.Median));
    }

    [Theory]
    [InlineData(new[] { 3.0 }, 3, 3, 3)]
    [InlineData(new[] { 0.0, 10.0 }, 1, 5, 9)]
    [InlineData(new[] { 5.0, 1, 4, 2, 3, 11, 10, 9, 8, 7, 6 }, 2, 6, 10)]
    public void Quantiles_are_linear_between_neighbours(double[] values, double low, double middle, double high)
    {
        var q = RangeQuantiles.Of(values);
        Assert.Equal((low, middle, high), (Math.Round(q.P10, 9), q.Median, Math.Round(q.P90, 9)));
        Assert.Equal(default, RangeQuantiles.Of([]));
    }
}
