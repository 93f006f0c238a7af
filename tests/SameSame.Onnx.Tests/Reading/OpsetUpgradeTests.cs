using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Reading;
using SameSame.Onnx.Schema;
using SameSame.Testing;
using Xunit;
using static SameSame.Onnx.Graph.NodeAttributes;

namespace SameSame.Onnx.Tests.Reading;

/// <summary>Each operator of an old set computes at 13 what ONNX Runtime computes for it as it was.</summary>
public class OpsetUpgradeTests
{
    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    public void Clip(long opset)
    {
        Raised(opset, b => b.Same("Clip", b.Input(2, 3, 4, 4), Attribute("min", -0.5f), Attribute("max", 0.7f)));
        Raised(opset, b => b.Same("Clip", b.Input(2, 3, 4, 4), Attribute("max", 0.2f)));
        Raised(opset, b => b.Same("Clip", b.Input(2, 3, 4, 4)));
    }

    [Theory]
    [InlineData("constant", 7, 1.5f)]
    [InlineData("constant", 10, 0f)]
    [InlineData("reflect", 9, 0f)]
    public void Pad(string mode, long opset, float value) => Raised(opset, b => b.Node("Pad", [2, 3, 7, 6], [b.Input(2, 3, 4, 4)],
        Attribute("pads", 0, 0, 1, 2, 0, 0, 2, 0), Attribute("mode", mode), Attribute("value", value)));

    [Theory]
    [InlineData(7)]
    [InlineData(9)]
    public void Slice(long opset)
    {
        Raised(opset, b => b.Node("Slice", [2, 2, 4, 3], [b.Input(2, 3, 4, 4)], Attribute("axes", 1, 3),
            Attribute("starts", 1, 0), Attribute("ends", 9, -1)));
        Raised(opset, b => b.Node("Slice", [1, 3, 4, 4], [b.Input(2, 3, 4, 4)], Attribute("starts", [1L]),
            Attribute("ends", [2L])), "starts", "ends");
    }

    [Theory]
    [InlineData(7)]
    [InlineData(9)]
    public void TopK(long opset) =>
        Raised(opset, b => b.Nodes("TopK", [[2, 3], [2, 3]], [b.Input(2, 8)], Attribute("k", 3), Attribute("axis", 1))[0]);

    [Theory]
    [InlineData(7)]
    [InlineData(11)]
    [InlineData(12)]
    public void Axes(long opset)
    {
        Raised(opset, b => b.Node("Squeeze", [2, 4], [b.Input(2, 1, 4, 1)], Attribute("axes", 1, 3)));
        Raised(opset, b => b.Node("Squeeze", [2, 4], [b.Input(2, 1, 4, 1)]));
        Raised(opset, b => b.Node("Unsqueeze", [2, 1, 4, 1], [b.Input(2, 4)], Attribute("axes", 1, 3)));
        Raised(opset, b => b.Node("ReduceSum", [2, 3], [b.Input(2, 3, 4, 4)], Attribute("axes", 2, 3), Attribute("keepdims", 0)));
        Raised(opset, b => b.Node("Mul", [2, 3], [b.Input(2, 3), b.Node("ReduceSum", [1, 1], ["x"])]));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(12)]
    public void Split(long opset)
    {
        Raised(opset, b => b.Nodes("Split", [[2, 1, 4], [2, 3, 4]], [b.Input(2, 4, 4)], Attribute("axis", 1),
            Attribute("split", 1, 3))[1]);
        Raised(opset, b => b.Nodes("Split", [[2, 2, 4], [2, 2, 4]], [b.Input(2, 4, 4)], Attribute("axis", 1))[1]);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public void BatchNormalization(long opset) => Raised(opset, b => b.BatchNorm(b.Input(2, 3, 4, 4)));

    [Fact]
    public void BatchNormalization_of_every_element()
    {
        var graph = Raised(7, b => b.Node("BatchNormalization", [2, 3, 4, 4],
            [b.Input(2, 3, 4, 4), b.Uniform(0.3, 2, 3, 4, 4), b.Normal(0.5, 3, 4, 4), b.Normal(0.5, 3, 4, 4),
                b.Uniform(0.2, 3, 3, 4, 4)],
            Attribute("spatial", 0), Attribute("epsilon", 1e-3f)));
        Assert.Equal(["Mul", "Add"], graph.Operators());
    }

    [Theory]
    [InlineData(7)]
    [InlineData(10)]
    public void Dropout(long opset)
    {
        var graph = Raised(opset, b => b.Nodes("Dropout", [[2, 4], [2, 4]], [b.Input(2, 4)], Attribute("ratio", 0.3f))[0]);
        Assert.Single(graph.Nodes[0].Output);
        Assert.Equal([0.3f], graph.Initializer(graph.Nodes[0].Input[1])!.ToFloats());
    }

    [Theory]
    [InlineData("nearest", 7, 2f, 3f)]
    [InlineData("nearest", 9, 1.5f, 2.5f)]
    [InlineData("linear", 7, 2f, 3f)]
    [InlineData("linear", 9, 1.5f, 2.5f)]
    public void Upsample(string mode, long opset, float height, float width) =>
        Raised(opset, b => Scaled(b, "Upsample", opset < 9, mode, height, width));

    [Theory]
    [InlineData("nearest", 2f, 1.5f)]
    [InlineData("nearest", 0.6f, 0.5f)]
    [InlineData("linear", 0.6f, 2f)]
    public void Resize(string mode, float height, float width) =>
        Raised(10, b => Scaled(b, "Resize", false, mode, height, width));

    [Fact]
    public void Scatter() =>
        Raised(9, b => b.Node("Scatter", [2, 3], [b.Input(2, 3), Indices(b), b.Constant([1, 3], 7, 8, 9)], Attribute("axis", 0)));

    [Fact]
    public void Types_other_than_float32_get_bounds_of_their_own() => Raised(9, b =>
    {
        var half = b.Node("Cast", [2, 4], [b.Same("Sign", b.Input(2, 4))], Attribute("to", 10));
        var padded = b.Node("Pad", [2, 6], [b.Same("Clip", half, Attribute("min", -0.5f), Attribute("max", 1f))],
            Attribute("pads", 0, 1, 0, 1), Attribute("value", 2f));
        return b.Node("Cast", [2, 6], [padded], Attribute("to", 1));
    });

    private static string Indices(GraphBuilder b) => b.Node("Cast", [1, 3], [b.Constant([1, 3], 0, 1, 0)], Attribute("to", 7));

    private static string Scaled(GraphBuilder b, string op, bool attribute, string mode, float height, float width)
    {
        var x = b.Input(2, 3, 5, 5);
        long[] shape = [2, 3, (long)(5 * height), (long)(5 * width)];
        var scales = new AttributeProto { Name = "scales", Type = 6, Floats = { 1, 1, height, width } };
        return attribute
            ? b.Node(op, shape, [x], Attribute("mode", mode), scales)
            : b.Node(op, shape, [x, b.Constant([4], 1, 1, height, width)], Attribute("mode", mode));
    }

    private static OnnxGraph Raised(long opset, Func<GraphBuilder, string> build, params string[] gone)
    {
        var b = new GraphBuilder(5, opset);
        var model = b.Build(build(b));
        var graph = Same.After(model, OpsetUpgrade.Raise, b.Shape("x"));
        Assert.Equal(13, graph.Opset);
        Assert.DoesNotContain(graph.Nodes.SelectMany(n => n.Attribute), a => gone.Contains(a.Name));
        return graph;
    }
}
