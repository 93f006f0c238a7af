using CsCheck;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Search;
using SameSame.Quantization.Tests.Equalization;

namespace SameSame.Quantization.Tests.Search;

public class NoiseModelTests
{
    [Theory]
    [InlineData("per-tensor")]
    [InlineData("per-channel")]
    public void The_gradient_is_that_of_finite_differences(string granularity) => Gen.Int[0, 100_000].Sample(seed =>
    {
        var problem = Networks.Chain(seed, 3, 6, 5, 6, 4);
        var model = new NoiseModel(problem, new QuantizationScheme(new BitWidths(6, 7), GranularityNames.Parse(granularity)));
        var random = new Random(seed);
        double[] x = [.. Enumerable.Range(0, problem.ClassCount).Select(i => i == 0 ? 0 : 2 * random.NextDouble() - 1)];
        var gradient = new double[x.Length];
        // As p grows the p-norms over rows and over columns, which stand for one maximum, agree.
        var noise = model.Evaluate(x, 200, 0.7, gradient);
        Assert.Equal(0, gradient[0]);
        for (var k = 1; k < x.Length; k++)
        {
            const double step = 1e-6;
            var (up, down) = ((double[])x.Clone(), (double[])x.Clone());
            (up[k], down[k]) = (x[k] + step, x[k] - step);
            var slope = (model.Evaluate(up, 200, 0.7, new double[x.Length]) - model.Evaluate(down, 200, 0.7, new double[x.Length])) / (2 * step);
            Assert.Equal(slope, gradient[k], 5e-2 * noise);
        }
    }, iter: 40, seed: "3VtGPiFQplz8");

    [Fact]
    public void The_level_of_the_whole_network_changes_nothing_where_every_scale_follows()
    {
        // One inner tensor: scaling its whole group moves activation range, kernel and column together.
        var problem = Networks.Chain(5, 4, 7, 3);
        var model = new NoiseModel(problem, new QuantizationScheme(new BitWidths(8, 8)));
        double At(double level) => model.Evaluate([.. Enumerable.Range(0, problem.ClassCount).Select(i => i == 0 ? 0 : level)], 64, 1, new double[problem.ClassCount]);
        Assert.Equal(At(0), At(1.7), At(0) * 1e-9);
    }

    /// <summary>Two layers, weights and the tensor between them really rounded: the model must rank factors as the measured noise does.</summary>
    [Fact]
    public void It_predicts_the_noise_of_real_rounding()
    {
        var agreed = 0;
        for (var seed = 0; seed < 40; seed++)
        {
            var network = new RoundedPair(seed);
            var model = new NoiseModel(network.Problem, network.Scheme);
            double Model(double[] c) => model.Evaluate([.. c.Select(f => Math.Log(f))], 64, 1, new double[c.Length]);
            var (a, b) = (network.RandomFactors(), network.RandomFactors());
            var ratio = network.Noise(a) / network.Noise(b);
            Assert.InRange(Model(a) / Model(b) / ratio, 0.2, 5);
            agreed += ratio > 1 == Model(a) > Model(b) ? 1 : 0;
        }

        Assert.InRange(agreed, 34, 40);
    }

    [Theory]
    [InlineData("8/8", "per-tensor", "none")]
    [InlineData("4/8", "per-tensor", "analytic")]
    [InlineData("6/6", "per-channel", "none")]
    public void The_minimum_is_below_every_closed_form(string bits, string granularity, string correction)
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var problem = Networks.Chain(seed, 4, 12, 9, 12, 7, 3);
            var scheme = new QuantizationScheme(BitWidths.Parse(bits), GranularityNames.Parse(granularity), "minmax", correction);
            var worker = new ModelWorker(problem, scheme);
            var minimum = NoiseMinimizer.Run(problem, new NoiseModel(problem, scheme), [.. Enumerable.Repeat(1.0, problem.ClassCount)], 1, default);
            Assert.All(ModelWorker.Others(problem, scheme), other => Assert.True(worker.Score(minimum) > worker.Score(other.Factors) - 0.02, $"{seed}: {other.Method} is better"));
        }
    }

    [Fact]
    public void Where_it_starts_does_not_matter_since_the_problem_is_convex()
    {
        var problem = Networks.Chain(8, 4, 10, 10, 3);
        var scheme = new QuantizationScheme(new BitWidths(8, 8));
        var worker = new ModelWorker(problem, scheme);
        var scores = ModelWorker.Others(problem, scheme).Select(o => worker.Score(NoiseMinimizer.Run(problem, new NoiseModel(problem, scheme), o.Factors, 1, default))).ToList();
        Assert.InRange(scores.Max() - scores.Min(), 0, 0.05);
    }
}
