using SameSame.Onnx.Graph;
using SameSame.Testing;

namespace SameSame.Onnx.Tests.Algebra;

public class ChannelClassTests
{
    private readonly GraphBuilder _g = new(21);

    [Fact]
    public void A_convolution_frees_its_output_and_input_and_logits_are_pinned()
    {
        var (x, y, z) = (_g.Input(1, 3, 6, 6), "", "");
        y = _g.Conv(x, 4);
        z = _g.Conv(_g.Same("Relu", y), 5);
        var a = Analyse(z);
        Assert.All(a.Channels[x].Classes, c => Assert.Equal(0, c));
        Assert.Equal([1, 2, 3, 4], a.Channels[y].Classes);
        Assert.All(a.Channels[z].Classes, c => Assert.Equal(0, c));
        Assert.Equal("graph output 'conv" + z[4..] + "'", a.PinReasons[z]);
    }

    [Fact]
    public void Add_ties_channel_by_channel()
    {
        var x = _g.Conv(_g.Input(1, 3, 6, 6), 4);
        var y = _g.Conv(_g.Same("Relu", x), 4);
        var sum = _g.Node("Add", _g.Shape(x), [x, y]);
        var a = Analyse(_g.Conv(sum, 5));
        Assert.Equal(a.Channels[x].Classes, a.Channels[y].Classes);
        Assert.Equal(4, a.Channels[sum].Classes.Distinct().Count());
    }

    [Fact]
    public void Concat_lays_channels_end_to_end()
    {
        var x = _g.Input(1, 3, 6, 6);
        var (p, q) = (_g.Conv(x, 2), _g.Conv(x, 3));
        var joined = _g.Node("Concat", [1, 5, 6, 6], [p, q], NodeAttributes.Attribute("axis", 1));
        var a = Analyse(_g.Conv(joined, 4));
        Assert.Equal([.. a.Channels[p].Classes, .. a.Channels[q].Classes], a.Channels[joined].Classes);
        Assert.Equal(5, a.Channels[joined].Classes.Distinct().Count());
    }

    [Fact]
    public void Flatten_repeats_a_channel_for_each_of_its_positions()
    {
        var x = _g.Conv(_g.Input(1, 3, 2, 2), 3);
        var flat = _g.Node("Flatten", [1, 12], [x], NodeAttributes.Attribute("axis", 1));
        var a = Analyse(_g.Gemm(flat, 5));
        Assert.Equal([1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3], a.Channels[flat].Classes);
    }

    [Fact]
    public void ReLU6_passes_its_channels_on()
    {
        var x = _g.Conv(_g.Input(1, 3, 6, 6), 4);
        var y = _g.Clip(x, 0, 6);
        Assert.Equal([1, 2, 3, 4], Analyse(_g.Conv(y, 5)).Channels[y].Classes);
    }

    [Theory]
    [InlineData("Sigmoid")]
    [InlineData("Softmax")]
    [InlineData("Exp")]
    [InlineData("Tanh")]
    [InlineData("SomethingNew")]
    public void What_is_not_equivariant_pins_both_sides_and_says_so(string op)
    {
        var x = _g.Conv(_g.Input(1, 3, 6, 6), 4);
        var y = _g.Same(op, x);
        var a = Analyse(_g.Conv(y, 5));
        Assert.All(a.Channels[x].Classes, c => Assert.Equal(0, c));
        Assert.Contains($"{op} '{y}/{op}' is not scale-equivariant", a.PinReasons[x], StringComparison.Ordinal);
    }

    [Fact]
    public void A_clip_whose_bounds_exclude_zero_is_pinned()
    {
        var x = _g.Conv(_g.Input(1, 3, 6, 6), 4);
        Assert.Contains("its bounds exclude 0", Analyse(_g.Conv(_g.Clip(x, 1, 6), 5)).PinReasons[x], StringComparison.Ordinal);
    }

    [Fact]
    public void An_operator_of_another_domain_is_pinned_whatever_its_name()
    {
        var x = _g.Conv(_g.Input(1, 3, 6, 6), 4);
        var model = _g.Build(_g.Conv(_g.Same("Relu", x), 5));
        model.Graph.Node[1].Domain = "com.microsoft";
        Assert.All(Network.Prepare(model, "m").Analysis.Channels[x].Classes, c => Assert.Equal(0, c));
    }

    [Fact]
    public void A_weight_that_two_layers_share_is_split_when_their_factors_differ()
    {
        var x = _g.Input(1, 4, 6, 6);
        var first = _g.Conv(x, 4);
        var second = _g.Conv(_g.Same("Relu", first), 4);
        var model = _g.Build(_g.Conv(_g.Same("Relu", second), 3));
        model.Graph.Node[2].Input[1] = model.Graph.Node[0].Input[1];
        var network = Network.Prepare(model, "m");
        double[] factors = [1, .. Enumerable.Range(1, network.Analysis.ClassCount - 1).Select(i => 0.5 + i)];
        var input = GraphBuilder.Samples(1, 1, 4, 6, 6);
        var rewritten = network.Factorize(factors);
        Assert.NotEqual(rewritten.Nodes[0].Input[1], rewritten.Nodes[2].Input[1]);
        Assert.True(OnnxRunner.Deviation(OnnxRunner.Run(model, input, [1, 4, 6, 6]), OnnxRunner.Run(rewritten.Model, input, [1, 4, 6, 6])) < 1e-5);
    }

    [Fact]
    public void Factors_that_do_not_fit_are_refused()
    {
        var network = Network.Prepare(_g.Build(_g.Conv(_g.Conv(_g.Input(1, 3, 6, 6), 4), 5)), "m");
        foreach (var factors in new double[][] { [1], [2, 1, 1, 1, 1], [1, 1, 1, 1, -1], [1, 1, 1, 1, double.NaN] })
            Assert.Throws<ArgumentException>(() => network.Factorize(factors));
    }

    private Onnx.Algebra.ChannelAnalysis Analyse(string output) => Network.Prepare(_g.Build(output), "m").Analysis;
}
