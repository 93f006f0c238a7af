using SameSame.Onnx.Absorption;
using SameSame.Onnx.Graph;
using SameSame.Onnx.Qdq;
using SameSame.Onnx.Schema;
using SameSame.Onnx.Tests.Qdq;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;
using SameSame.Testing;

namespace SameSame.Onnx.Tests.Absorption;

public class BiasAbsorptionTests
{
    private static readonly long[] Shape = [4, 3, 6, 6];
    private static readonly float[] Input = GraphBuilder.Samples(8, Shape);

    public static TheoryData<string> Activations => ["Relu", "Clip", "LeakyRelu", "PRelu"];

    [Theory]
    [MemberData(nameof(Activations))]
    public void On_the_calibration_images_the_network_computes_the_same_and_its_activation_is_lower(string activation)
    {
        var (network, statistics, tensor) = Prepare(Chain(activation));
        var absorption = BiasAbsorption.Of(network, statistics);
        Assert.Equal(4, absorption.Channels);
        Assert.Equal(["read by GlobalAveragePool"], absorption.Skipped.Keys);
        Assert.True(OnnxRunner.Deviation(Run(network), Run(absorption.Network)) < 1e-6);

        var (before, after) = (Values(network, tensor), Values(absorption.Network, tensor));
        var taken = Taken(before);
        for (var n = 0; n < before.Length; n++)
            Assert.Equal(before[n] - taken[n / 36 % 8], after[n], 1e-4);
    }

    [Fact]
    public void Plain_loops_agree()
    {
        var model = Chain("Clip");
        var (network, statistics, _) = Prepare(model);
        var rewritten = BiasAbsorption.Of(network, statistics).Network.Folded.Model;
        var expected = NaiveInterpreter.Run(model, Input, Shape);
        Assert.True(OnnxRunner.Deviation([.. expected.Select(v => (float)v)], [.. NaiveInterpreter.Run(rewritten, Input, Shape).Select(v => (float)v)]) < 1e-6);
        Assert.True(OnnxRunner.Deviation([.. expected.Select(v => (float)v)], OnnxRunner.Run(rewritten, Input, Shape)) < 1e-5);
    }

    [Fact]
    public void Factors_apply_to_the_rewritten_network_as_to_the_original()
    {
        var (network, statistics, _) = Prepare(Chain("Clip"));
        var factors = Factors(network);
        var rewritten = BiasAbsorption.Of(network, statistics).Network.Factorize(factors);
        Assert.True(OnnxRunner.Deviation(Run(network), OnnxRunner.Run(rewritten.Model, Input, Shape)) < 1e-5);
    }

    [Fact]
    public void Shifted_statistics_are_those_that_the_rewritten_network_has()
    {
        var (network, statistics, _) = Prepare(Chain("Relu"));
        var absorption = BiasAbsorption.Of(network, statistics);
        var (shifted, seen) = (absorption.Shift(statistics), SmallCalibration.Run(absorption.Network, QuantizationPlan.Of(network.Folded, "m"), Input, Shape));
        foreach (var (name, expected) in seen.Tensors)
        {
            var s = shifted.Tensors[name];
            for (var c = 0; c < s.Channels; c++)
            {
                Assert.Equal(expected.Min[c], s.Min[c], 1e-4);
                Assert.Equal(expected.Max[c], s.Max[c], 1e-4);
                Assert.Equal(expected.Mean[c], s.Mean[c], 1e-4);
                Assert.Equal(expected.SecondMoment[c], s.SecondMoment[c], 1e-3);
            }
        }
    }

    [Fact]
    public void A_value_that_calibration_never_saw_is_taken_for_the_least_it_saw()
    {
        var (network, statistics, tensor) = Prepare(Chain("Relu"));
        var absorption = BiasAbsorption.Of(network, statistics);
        float[] far = [.. Input.Select(v => 30 * v)];
        var (before, after) = (Values(network, tensor, far), Values(absorption.Network, tensor, far));
        var taken = Taken(Values(network, tensor));
        for (var n = 0; n < before.Length; n++)
        {
            var c = taken[n / 36 % 8];
            Assert.Equal(Math.Max(before[n], c) - c, after[n], 2e-3);
        }

        Assert.True(OnnxRunner.Deviation(Run(network, far), Run(absorption.Network, far)) > 1e-3);
    }

    [Theory]
    [InlineData("padding", "4 zero padding")]
    [InlineData("add", "4 read by Add")]
    [InlineData("pool", "4 read by GlobalAveragePool")]
    [InlineData("two", "4 zero padding")]
    [InlineData("output", "4 graph output")]
    [InlineData("sum in front", "4 no layer of its own in front")]
    [InlineData("transposed", "4 read by ConvTranspose")]
    public void Where_it_would_be_wrong_it_is_not_done_and_the_reason_is_counted(string place, string expected)
    {
        var (network, statistics, _) = Prepare(Obstacle(place));
        var absorption = BiasAbsorption.Of(network, statistics);
        Assert.Equal((0, expected), (absorption.Channels, absorption.SkippedText));
        Assert.Equal(Run(network), Run(absorption.Network));
    }

    [Theory]
    [InlineData("Flatten")]
    [InlineData("MaxPool")]
    public void It_reaches_through_operators_that_hand_a_constant_on(string between)
    {
        var g = new GraphBuilder(5);
        var t = Biased(g, g.Input(Shape), "Relu");
        if (between == "MaxPool")
            t = g.Node("MaxPool", [4, 8, 3, 3], [t], NodeAttributes.Attribute("kernel_shape", 2, 2), NodeAttributes.Attribute("strides", 2, 2));
        var s = g.Shape(t);
        var flat = g.Node("Flatten", [4, s[1] * s[2] * s[3]], [t], NodeAttributes.Attribute("axis", 1));
        var (network, statistics, _) = Prepare(g.Build(g.Gemm(flat, 5)));
        var absorption = BiasAbsorption.Of(network, statistics);
        Assert.Equal(4, absorption.Channels);
        Assert.True(OnnxRunner.Deviation(Run(network), Run(absorption.Network)) < 1e-6);
    }

    /// <summary>The exporter absorbs by itself; the graph it writes means what plain double loops compute, and stays near the network.</summary>
    [Theory]
    [InlineData(Granularity.PerTensor)]
    [InlineData(Granularity.PerChannel)]
    public void A_quantized_graph_with_absorbed_biases_is_what_plain_loops_compute(Granularity granularity)
    {
        var (network, statistics, _) = Prepare(Chain("Clip"));
        var plan = QuantizationPlan.Of(network.Folded, "m");
        var scheme = new QuantizationScheme(new BitWidths(8, 8), granularity) { AbsorbBiases = true };
        var factorization = new Factorization("test", Factors(network), 1);
        var export = QdqExporter.Export(network, plan, statistics, factorization, scheme, new ValueRange(Input.Min(), Input.Max()));
        Assert.Equal(4, export.Absorption!.Channels);
        var measured = OnnxRunner.Run(export.Model, Input, Shape);
        Assert.True(OnnxRunner.Deviation([.. NaiveInterpreter.Run(export.Model, Input, Shape).Select(v => (float)v)], measured) < 0.02);
        Assert.True(OnnxRunner.Deviation(Run(network), measured) < 0.1);
        Assert.Null(QdqExporter.Export(network, plan, statistics, factorization, scheme with { AbsorbBiases = false }, new ValueRange(Input.Min(), Input.Max())).Absorption);
    }

    private static ModelProto Chain(string activation)
    {
        var g = new GraphBuilder(5);
        var tensor = Biased(g, g.Input(Shape), activation);
        var y = g.Same("Relu", g.Conv(tensor, 6, kernel: 1));
        return g.Build(g.Gemm(g.Node("Flatten", [4, 6], [g.Node("GlobalAveragePool", [4, 6, 1, 1], [y])], NodeAttributes.Attribute("axis", 1)), 5));
    }

    private static ModelProto Obstacle(string place)
    {
        var g = new GraphBuilder(5);
        var x = g.Input(Shape);
        var t = place == "sum in front" ? g.Same("Relu", g.Node("Add", [4, 8, 6, 6], [Convolution(g, x), Convolution(g, x)])) : Biased(g, x, "Relu");
        return place switch
        {
            "padding" => g.Build(g.Conv(t, 6)),
            "add" => g.Build(g.Node("Add", g.Shape(t), [g.Conv(t, 8, kernel: 1), t])),
            "pool" => g.Build(g.Conv(g.Node("GlobalAveragePool", [4, 8, 1, 1], [t]), 5, kernel: 1)),
            "two" => g.Build(g.Node("Add", [4, 6, 6, 6], [g.Conv(t, 6, kernel: 1), g.Conv(t, 6)])),
            "output" => g.Build(g.Conv(t, 6, kernel: 1), g.Node("MaxPool", [4, 8, 3, 3], [t], NodeAttributes.Attribute("kernel_shape", 2, 2), NodeAttributes.Attribute("strides", 2, 2))),
            "transposed" => g.Build(g.Node("ConvTranspose", [4, 6, 6, 6], [t, g.Normal(0.3, 8, 6, 1, 1)], NodeAttributes.Attribute("kernel_shape", 1, 1))),
            _ => g.Build(g.Conv(t, 6, kernel: 1)),
        };
    }

    private static string Biased(GraphBuilder g, string x, string activation)
    {
        var y = Convolution(g, x);
        return activation switch
        {
            "Clip" => g.Clip(y, 0, 6),
            "PRelu" => g.Node("PRelu", g.Shape(y), [y, g.Uniform(0.1, 0.4, 8, 1, 1)]),
            _ => g.Same(activation, y),
        };
    }

    // Every other channel has a bias that no value of these inputs takes below 0.
    private static string Convolution(GraphBuilder g, string x) => g.Node("Conv", [4, 8, 6, 6],
        [x, g.Uniform(-0.2, 0.2, 8, 3, 1, 1), g.Constant([8], 3, 0, 3.5f, 0.1f, 4, -0.2f, 5, 0)], NodeAttributes.Attribute("kernel_shape", 1, 1));

    private static (Network Network, ModelStatistics Statistics, string Tensor) Prepare(ModelProto model)
    {
        var network = Network.Prepare(model, "m");
        var plan = QuantizationPlan.Of(network.Folded, "m");
        return (network, SmallCalibration.Run(network, plan, Input, Shape), plan.MeasuredTensors.First());
    }

    private static double[] Factors(Network network)
    {
        var random = new Random(2);
        return [1, .. Enumerable.Range(1, network.Analysis.ClassCount - 1).Select(_ => Math.Pow(2, 2 * random.NextDouble() - 1))];
    }

    private static float[] Run(Network network, float[]? input = null) => OnnxRunner.Run(network.Folded.Model, input ?? Input, Shape);

    private static float[] Values(Network network, string tensor, float[]? input = null) => OnnxRunner.RunAll(network.Folded.Model, [tensor], input ?? Input, Shape)[tensor].Values;

    // The least value of each channel, down to a multiple of the greatest power of two that is at most a 128th of the greatest value; 0 where it is not positive.
    private static double[] Taken(float[] values) => [.. Enumerable.Range(0, 8).Select(c =>
    {
        double[] all = [.. values.Where((_, n) => n / 36 % 8 == c).Select(v => (double)v)];
        var (most, bin) = (all.Max(Math.Abs), 1.0);
        while (256 * bin <= most)
            bin *= 2;
        while (128 * bin > most && bin > 1e-9)
            bin /= 2;
        return Math.Max(0, Math.Floor(all.Min() / bin) * bin);
    })];
}
