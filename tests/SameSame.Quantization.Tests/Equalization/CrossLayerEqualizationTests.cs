using SameSame.Quantization.Equalization;

namespace SameSame.Quantization.Tests.Equalization;

public class CrossLayerEqualizationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_pair_of_layers_gets_Nagels_factors(int seed)
    {
        // s_i = sqrt(r1_i r2_i) / r2_i divides layer 1 and multiplies layer 2 (equation 11), so c_i = 1 / s_i up to one common factor, which
        // no quantizer of a pair can see. Unit activations keep every channel live.
        var problem = Networks.Chain(seed, 5, 7, 4);
        double[] r1 = [.. Enumerable.Range(0, 7).Select(o => Enumerable.Range(0, 5).Max(i => (double)problem.Layers[0].Magnitudes[o * 5 + i]))];
        double[] r2 = [.. Enumerable.Range(0, 7).Select(i => Enumerable.Range(0, 4).Max(o => (double)problem.Layers[1].Magnitudes[o * 7 + i]))];
        var expected = r1.Zip(r2, (a, b) => b / Math.Sqrt(a * b)).ToArray();

        var actual = EqualizationDriver.Run(problem, new CrossLayerEqualizationMethod()).Factors[1..];
        var level = actual[0] / expected[0];
        for (var i = 0; i < 7; i++)
            Assert.Equal(expected[i] * level, actual[i], 1e-3 * actual[i]);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void A_longer_chain_converges_to_equal_ranges_on_both_sides_of_every_channel(int seed)
    {
        var problem = Networks.Chain(seed, 4, 6, 6, 6, 3);
        var found = EqualizationDriver.Run(problem, new CrossLayerEqualizationMethod());
        Assert.True(found.Rounds < EqualizationDriver.MaximumRounds);
        foreach (var group in problem.Groups)
        {
            var view = GroupView.Of(problem, group, found.Factors);
            var share = view.Kernels[0].Zip(view.Columns[0], (k, v) => k / view.Kernels[0].Max() / (v / view.Columns[0].Max())).ToArray();
            Assert.All(share, s => Assert.Equal(1, s, 0.02));
        }
    }
}
