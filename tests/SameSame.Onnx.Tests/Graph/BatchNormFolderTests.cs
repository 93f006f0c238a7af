using SameSame.Onnx.Folding;
using SameSame.Onnx.Graph;
using SameSame.Testing;

namespace SameSame.Onnx.Tests.Graph;

public class BatchNormFolderTests
{
    public static TheoryData<string> Layers => ["conv", "conv without bias", "grouped", "depthwise", "transposed", "grouped transposed", "gemm"];

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_folded_norm_leaves_the_function_unchanged(string kind)
    {
        var g = new GraphBuilder(17);
        long[] shape = kind == "gemm" ? [2, 6] : [2, 6, 5, 5];
        var x = g.Input(shape);
        var y = kind switch
        {
            "conv" => g.Conv(x, 8),
            "conv without bias" => g.Conv(x, 8, bias: false),
            "grouped" => g.Conv(x, 8, groups: 2),
            "depthwise" => g.Conv(x, 6, groups: 6),
            "transposed" => g.Node("ConvTranspose", [2, 8, 11, 11], [x, g.Normal(0.3, 6, 8, 3, 3), g.Normal(1, 8)], NodeAttributes.Attribute("strides", 2, 2)),
            "grouped transposed" => g.Node("ConvTranspose", [2, 8, 7, 7], [x, g.Normal(0.3, 6, 4, 3, 3)], NodeAttributes.Attribute("group", 2)),
            _ => g.Gemm(x, 8, transposed: false),
        };
        var model = g.Build(g.BatchNorm(y));
        var folded = new OnnxGraph(model.Clone());
        Assert.Equal(1, BatchNormFolder.Fold(folded));
        Assert.DoesNotContain(folded.Nodes, n => n.OpType == "BatchNormalization");
        var input = GraphBuilder.Samples(3, shape);
        Assert.True(OnnxRunner.Deviation(OnnxRunner.Run(model, input, shape), OnnxRunner.Run(folded.Model, input, shape)) < 1e-5);
    }

    [Fact]
    public void A_norm_whose_convolution_has_another_reader_stays()
    {
        var g = new GraphBuilder(17);
        var conv = g.Conv(g.Input(1, 3, 5, 5), 4);
        var graph = new OnnxGraph(g.Build(g.Node("Add", g.Shape(conv), [g.BatchNorm(conv), conv])));
        Assert.Equal(0, BatchNormFolder.Fold(graph));
    }
}
