using CsCheck;
using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;
using SameSame.Testing;

namespace SameSame.Onnx.Tests.Algebra;

/// <summary>The claim that everything rests on: any positive factors on the free classes leave the function unchanged.</summary>
public class ExactnessTests
{
    private static readonly float[] Input = GraphBuilder.Samples(5, RandomGraph.InputShape);

    [Fact]
    public void Random_graphs_with_random_factors_compute_the_same() => Gen.Int[0, 1_000_000].Sample(seed =>
    {
        var model = RandomGraph.Create(seed);
        var network = Network.Prepare(model, "m");
        var factors = Factors(network, seed, x => Math.Pow(2, 12 * x - 6));
        var rewritten = network.Factorize(factors).Model;
        var deviation = OnnxRunner.Deviation(OnnxRunner.Run(model, Input, RandomGraph.InputShape), OnnxRunner.Run(rewritten, Input, RandomGraph.InputShape));
        Assert.True(deviation < 1e-5, $"seed {seed}: {deviation:e1}");
    }, iter: 150);

    [Fact]
    public void Powers_of_two_change_not_a_single_bit() => Gen.Int[0, 1_000_000].Sample(seed =>
    {
        var network = Network.Prepare(RandomGraph.Create(seed), "m");
        var factors = Factors(network, seed, x => Math.Pow(2, Math.Round(12 * x - 6)));
        var before = OnnxRunner.Run(network.Folded.Model, Input, RandomGraph.InputShape, optimize: false);
        Assert.Equal(before, OnnxRunner.Run(network.Factorize(factors).Model, Input, RandomGraph.InputShape, optimize: false));
    }, iter: 60);

    [Fact]
    public void Random_graphs_have_something_to_rewrite()
    {
        // Guards the two properties above: a generator whose graphs are all pinned would prove nothing.
        var networks = Enumerable.Range(0, 40).Select(seed => Network.Prepare(RandomGraph.Create(seed), "m")).ToList();
        Assert.All(networks, n => Assert.True(n.Analysis.ClassCount > 1));
        Assert.True(networks.Average(n => n.Analysis.ClassCount) > 10);
    }

    [Fact]
    public void A_wrong_factor_is_seen()
    {
        // Guards the oracle: one weight off by a factor must break the property.
        var model = RandomGraph.Create(8);
        var broken = Network.Prepare(model, "m").Folded.Clone();
        var layer = LinearLayer.All(broken)[^1];
        var weights = (float[])layer.ReadWeights(broken).Clone();
        weights[0] += 1;
        layer.WriteWeights(broken, weights);
        Assert.True(OnnxRunner.Deviation(OnnxRunner.Run(model, Input, RandomGraph.InputShape), OnnxRunner.Run(broken.Model, Input, RandomGraph.InputShape)) > 1e-4);
    }

    [SkippableFact]
    public void The_real_networks_with_random_factors_compute_the_same()
    {
        foreach (var path in Directory.GetFiles(Path.Combine(Places.Imagenet, "models")))
        {
            var network = Network.Load(path);
            var rewritten = network.Factorize(Factors(network, 1, x => Math.Pow(2, 12 * x - 6))).Model;
            long[] shape = [1, 3, 224, 224];
            var input = GraphBuilder.Samples(2, shape);
            var deviation = OnnxRunner.Deviation(Run(network.Original), Run(rewritten));
            Assert.True(deviation < 1e-5, $"{path}: {deviation:e1}");

            float[] Run(ModelProto model) => OnnxRunner.Run(MeasuredForm.Of(model), input, shape);
        }
    }

    private static double[] Factors(Network network, int seed, Func<double, double> of)
    {
        var random = new Random(seed);
        double[] factors = [.. Enumerable.Range(0, network.Analysis.ClassCount).Select(_ => of(random.NextDouble()))];
        factors[0] = 1;
        return factors;
    }
}
