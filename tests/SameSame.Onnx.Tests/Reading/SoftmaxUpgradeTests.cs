using SameSame.Onnx.Graph;
using SameSame.Onnx.Reading;
using SameSame.Testing;
using Xunit;

namespace SameSame.Onnx.Tests.Reading;

/// <summary>Softmax and its kin, whose axis meant all dimensions from there on.</summary>
public class SoftmaxUpgradeTests
{
    [Theory]
    [InlineData("Softmax", 7, new long[] { 2, 5 }, null, 1)]
    [InlineData("Softmax", 9, new long[] { 2, 3, 4, 4 }, null, 4)]
    [InlineData("Softmax", 9, new long[] { 2, 3, 4, 4 }, 3, 1)]
    [InlineData("Softmax", 11, new long[] { 2, 3, 4 }, -1, 1)]
    [InlineData("Softmax", 11, new long[] { 2, 3, 4 }, -2, 4)]
    [InlineData("Softmax", 12, new long[] { 2, 3, 4 }, 0, 4)]
    [InlineData("Softmax", 12, new long[] { 2, 7, 1, 1 }, 1, 1)]
    [InlineData("LogSoftmax", 8, new long[] { 2, 3, 4 }, 1, 4)]
    [InlineData("LogSoftmax", 12, new long[] { 2, 5 }, 1, 1)]
    [InlineData("Hardmax", 9, new long[] { 2, 3, 4 }, null, 4)]
    public void The_axis_means_what_it_meant(string op, long opset, long[] shape, int? axis, int nodes)
    {
        var b = new GraphBuilder(5, opset);
        var x = b.Input(shape);
        var y = axis is { } given ? b.Same(op, x, NodeAttributes.Attribute("axis", given)) : b.Same(op, x);
        var graph = Same.After(b.Build(y), OpsetUpgrade.Raise, shape);
        Assert.Equal(nodes, graph.Nodes.Count);
    }

    [Fact]
    public void A_tensor_of_unknown_rank_is_flattened_on_the_way()
    {
        var b = new GraphBuilder(6, 11);
        var x = b.Node("Einsum", [2, 4, 3], [b.Input(2, 3, 4)], NodeAttributes.Attribute("equation", "nij->nji"));
        var model = b.Build(b.Same("Softmax", x));
        model.OpsetImport[0].Version = 12;
        Assert.Equal(["Einsum", "Flatten", "Shape", "Softmax", "Reshape"],
            Same.After(model, OpsetUpgrade.Raise, 2, 3, 4).Operators().OrderBy(o => Array.IndexOf(
            ["Einsum", "Flatten", "Shape", "Softmax", "Reshape"], o)));
    }
}
