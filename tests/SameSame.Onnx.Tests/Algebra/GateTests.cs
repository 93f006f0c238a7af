using SameSame.Onnx.Graph;
using SameSame.Testing;

namespace SameSame.Onnx.Tests.Algebra;

public class GateTests
{
    private readonly GraphBuilder _g = new(5);

    [Fact]
    public void A_squeezed_branch_is_another_consumer_of_the_same_channels()
    {
        var x = _g.Same("Relu", _g.Conv(_g.Input(1, 3, 6, 6), 4));
        var squeezed = _g.Conv(_g.Node("GlobalAveragePool", [1, 4, 1, 1], [x]), 2, kernel: 1);
        var gate = _g.Same("Sigmoid", _g.Conv(_g.Same("Relu", squeezed), 4, kernel: 1));
        var y = _g.Node("Mul", _g.Shape(x), [x, gate]);
        var network = Network.Prepare(_g.Build(_g.Conv(y, 5)), "m");
        var channels = network.Analysis.Channels;
        Assert.Equal(channels[x].Classes, channels[y].Classes);
        Assert.Equal(4, channels[x].Classes.Distinct().Count(c => c != 0));
        Assert.All(channels[gate].Classes, c => Assert.Equal(0, c));
        Assert.All(channels[squeezed].Classes, c => Assert.NotEqual(0, c));
    }

    [Fact]
    public void A_tensor_that_gates_itself_is_pinned()
    {
        var x = _g.Conv(_g.Input(1, 3, 6, 6), 4);
        var y = _g.Node("Mul", _g.Shape(x), [x, _g.Same("HardSigmoid", x)]);
        var analysis = Network.Prepare(_g.Build(_g.Conv(y, 5)), "m").Analysis;
        Assert.All(analysis.Channels[x].Classes.Concat(analysis.Channels[y].Classes), c => Assert.Equal(0, c));
        Assert.Contains("HardSigmoid", analysis.PinReasons[x], StringComparison.Ordinal);
    }

    [Fact]
    public void A_square_is_pinned()
    {
        var x = _g.Conv(_g.Input(1, 3, 6, 6), 4);
        var analysis = Network.Prepare(_g.Build(_g.Conv(_g.Node("Mul", _g.Shape(x), [x, x]), 5)), "m").Analysis;
        Assert.Contains("it squares its input", analysis.PinReasons[x], StringComparison.Ordinal);
    }

    [Fact]
    public void A_gain_frees_its_output_and_a_scalar_passes_factors_on()
    {
        var x = _g.Conv(_g.Input(1, 3, 6, 6), 4);
        var gained = _g.Node("Mul", _g.Shape(x), [x, _g.Uniform(0.5, 2, 4, 1, 1)]);
        var halved = _g.Node("Div", _g.Shape(x), [gained, _g.Constant([], 2f)]);
        var channels = Network.Prepare(_g.Build(_g.Conv(halved, 5)), "m").Analysis.Channels;
        Assert.Empty(channels[x].Classes.Intersect(channels[gained].Classes));
        Assert.Equal(channels[gained].Classes, channels[halved].Classes);
    }

    [Fact]
    public void One_consumer_that_cannot_be_scaled_pins_only_what_it_reads()
    {
        var x = _g.Conv(_g.Input(1, 3, 6, 6), 4);
        var half = _g.Node("Slice", [1, 2, 6, 6], [x, _g.Constant(0L), _g.Constant(2L), _g.Constant(1L)]);
        var joined = _g.Node("Concat", [1, 6, 6, 6], [x, _g.Same("Sigmoid", half)], NodeAttributes.Attribute("axis", 1));
        var classes = Network.Prepare(_g.Build(_g.Conv(joined, 5)), "m").Analysis.Channels[x].Classes;
        Assert.Equal([true, true, false, false], classes.Select(c => c == 0));
    }

    [Fact]
    public void A_channel_shuffle_follows_its_channels()
    {
        var x = _g.Conv(_g.Input(1, 3, 6, 6), 6);
        var apart = _g.Node("Reshape", [1, 2, 3, 6, 6], [x, _g.Constant(1, 2, 3, 6, 6)]);
        var mixed = _g.Node("Transpose", [1, 3, 2, 6, 6], [apart], NodeAttributes.Attribute("perm", 0, 2, 1, 3, 4));
        var y = _g.Node("Reshape", [1, 6, 6, 6], [mixed, _g.Constant(1, 6, 6, 6)]);
        var channels = Network.Prepare(_g.Build(_g.Conv(y, 5)), "m").Analysis.Channels;
        var from = channels[x].Classes;
        Assert.Equal([from[0], from[3], from[1], from[4], from[2], from[5]], channels[y].Classes);
    }
}
