using CsCheck;
using SameSame.Quantization.Equalization;

namespace SameSame.Quantization.Tests.Equalization;

public class DegenerateChannelTests
{
    private static readonly IGroupMethod[] Methods = [new OneStepMethod(), new TwoStepMethod(), new CrossLayerEqualizationMethod()];

    [Fact]
    public void A_dead_channel_never_stretches_a_range() => Gen.Int[0, 100_000].Select(Gen.Int[3, 10]).Sample((seed, channels) =>
    {
        var group = Networks.Group(seed, channels);
        // Channel 0: no weights in, tiny activation, ordinary weights out.
        foreach (var row in group.Kernels.Concat(group.Activations))
            row[0] = row.Max() * 1e-9;
        foreach (var method in Methods)
        {
            var c = method.Solve(group);
            foreach (var row in group.Kernels.Concat(group.Activations))
                Assert.True(row[0] * c[0] <= Enumerable.Range(1, channels - 1).Max(i => row[i] * c[i]) * (1 + 1e-9), method.Name);
            Assert.InRange(c[0], c.Skip(1).Min() / LiveChannels.MaximumRatio, c.Skip(1).Max() * LiveChannels.MaximumRatio);
        }
    });

    [Fact]
    public void A_dead_channel_changes_no_live_factor() => Gen.Int[0, 100_000].Sample(seed =>
    {
        var group = Networks.Group(seed, 5);
        var without = new GroupProblem(
            Drop(group.Activations), group.ActivationsOutside, Drop(group.Kernels), group.KernelsOutside, Drop(group.Columns), group.ColumnsOutside);
        foreach (var row in group.Kernels)
            row[4] = 0;
        foreach (var method in Methods)
            Assert.Equal(method.Solve(without), method.Solve(group)[..4]);
    });

    [Fact]
    public void Factors_stay_within_256_of_their_median() => Gen.Int[0, 100_000].Sample(seed =>
    {
        var group = Networks.Group(seed, 6);
        group.Columns[0][2] *= 1e9;
        foreach (var method in Methods)
        {
            var c = method.Solve(group);
            var median = c.Order().ElementAt(3);
            Assert.All(c, x => Assert.InRange(x, median / LiveChannels.MaximumRatio * 0.999, median * LiveChannels.MaximumRatio * 1.001));
        }
    });

    [Fact]
    public void A_group_without_a_live_channel_keeps_factor_1() =>
        Assert.All(Methods, m => Assert.Equal([1, 1], m.Solve(new GroupProblem([[0, 0]], [0], [[0, 0]], [0], [[1, 2]], [0]))));

    private static double[][] Drop(double[][] rows) => [.. rows.Select(r => r[..4])];
}
