using SameSame.Onnx.Graph;
using SameSame.Testing;

namespace SameSame.Onnx.Tests.Algebra;

/// <summary>What exporters write that plain graphs do not have: each must be crossed, and stay exact under random factors.</summary>
public class ExporterHabitTests
{
    private static readonly long[] Shape = [2, 3, 8, 8];

    [Fact]
    public void TensorFlow_style_channels_last_with_transposes_around_every_convolution()
    {
        var g = new GraphBuilder(3);
        var x = g.Input(Shape);
        for (var i = 0; i < 3; i++)
        {
            x = g.Clip(g.Conv(x, 6), 0, 6);
            var s = g.Shape(x);
            var last = g.Node("Transpose", [s[0], s[2], s[3], s[1]], [x], NodeAttributes.Attribute("perm", 0, 2, 3, 1));
            var shifted = g.Node("Add", g.Shape(last), [last, g.Normal(0.3, 6)]);
            x = g.Node("Transpose", s, [g.Same("Relu", shifted)], NodeAttributes.Attribute("perm", 0, 3, 1, 2));
        }

        AllFreeAndExact(g, x, 3 * 6);
    }

    [Fact]
    public void Keras_style_explicit_pads_before_strided_convolutions()
    {
        var g = new GraphBuilder(4);
        var x = g.Same("Relu", g.Conv(g.Input(Shape), 6));
        var padded = g.Node("Pad", [2, 6, 9, 9], [x, g.Constant(0, 0, 0, 0, 0, 0, 1, 1)]);
        x = g.Same("Relu", g.Conv(padded, 5, stride: 2));
        AllFreeAndExact(g, x, 6 + 5);
    }

    [Fact]
    public void BatchNorm_that_is_folded_and_BatchNorm_that_cannot_be()
    {
        var g = new GraphBuilder(5);
        var folded = g.Same("Relu", g.BatchNorm(g.Conv(g.Input(Shape), 6, bias: false)));
        var after = g.Same("Relu", g.BatchNorm(folded));
        AllFreeAndExact(g, g.Same("Relu", g.Conv(after, 4)), 6 + 6 + 4);
    }

    [Fact]
    public void Several_outputs_pin_what_they_show_and_nothing_else()
    {
        var g = new GraphBuilder(6);
        var hidden = g.Same("Relu", g.Conv(g.Input(Shape), 6));
        var shown = g.Same("Relu", g.Conv(hidden, 5));
        var pooled = g.Node("GlobalAveragePool", [2, 5, 1, 1], [shown]);
        var model = g.Build(g.Gemm(g.Node("Flatten", [2, 5], [pooled], NodeAttributes.Attribute("axis", 1)), 4));
        model.Graph.Output.Add(new Schema.ValueInfoProto { Name = shown, Type = model.Graph.Output[0].Type.Clone() });
        model.Graph.Output[1].Type.TensorType.Shape = null;
        var network = Network.Prepare(model, "m");
        Assert.Equal(6, network.Analysis.ClassCount - 1);
        var rewritten = network.Factorize(Factors(network)).Model;
        var input = GraphBuilder.Samples(3, Shape);
        foreach (var output in model.Graph.Output.Select(o => o.Name))
        {
            var (expected, found) = (OnnxRunner.RunAll(model, [output], input, Shape)[output].Values, OnnxRunner.RunAll(rewritten, [output], input, Shape)[output].Values);
            Assert.True(OnnxRunner.Deviation(expected, found) < 1e-5, output);
        }
    }

    [Fact]
    public void A_weight_that_two_nodes_share_is_never_changed_under_one_of_them()
    {
        var g = new GraphBuilder(7);
        var x = g.Same("Relu", g.Conv(g.Input(Shape), 6));
        var shared = g.Normal(0.4, 6, 6, 1, 1);
        var a = g.Same("Relu", g.Node("Conv", g.Shape(x), [x, shared]));
        var b = g.Same("Relu", g.Node("Conv", g.Shape(x), [a, shared]));
        AllFreeAndExact(g, b, 3 * 6);
    }

    private static void AllFreeAndExact(GraphBuilder g, string x, int free)
    {
        var s = g.Shape(x);
        var pooled = g.Node("GlobalAveragePool", [s[0], s[1], 1, 1], [x]);
        var model = g.Build(g.Gemm(g.Node("Flatten", [s[0], s[1]], [pooled], NodeAttributes.Attribute("axis", 1)), 4));
        var network = Network.Prepare(model, "m");
        Assert.True(network.Analysis.ClassCount - 1 >= free, $"{network.Analysis.ClassCount - 1} of {free} channels are free");
        var input = GraphBuilder.Samples(3, Shape);
        var deviation = OnnxRunner.Deviation(OnnxRunner.Run(model, input, Shape), OnnxRunner.Run(network.Factorize(Factors(network)).Model, input, Shape));
        Assert.True(deviation < 1e-5, $"{deviation:e1}");
    }

    private static double[] Factors(Network network)
    {
        var random = new Random(1);
        return [1, .. Enumerable.Range(1, network.Analysis.ClassCount - 1).Select(_ => Math.Pow(2, 12 * random.NextDouble() - 6))];
    }
}
