using SameSame.Onnx.Graph;
using SameSame.Onnx.Reading;
using SameSame.Onnx.Schema;
using SameSame.Testing;
using Xunit;
using static SameSame.Onnx.Graph.NodeAttributes;

namespace SameSame.Onnx.Tests.Reading;

/// <summary>Standard layers compute what ONNX Runtime's fused ones do.</summary>
public class FusedOperatorsTests
{
    [SkippableFact]
    public void The_file_that_stayed_float_has_standard_layers()
    {
        var (model, shape) = Same.Fault("ms_fused_conv.onnx");
        Assert.All(Same.After(model, FusedOperators.Split, shape).Nodes, n => Assert.Equal("", n.Domain));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Relu")]
    [InlineData("Sigmoid")]
    [InlineData("Tanh")]
    [InlineData("LeakyRelu", 0.3f)]
    [InlineData("Clip", -0.4f, 0.5f)]
    [InlineData("HardSigmoid", 0.3f, 0.4f)]
    public void FusedConv(string activation, params float[] parameters)
    {
        AttributeProto[] attributes = activation.Length == 0 ? [] : [Attribute("activation", activation)];
        if (parameters.Length > 0)
            attributes = [.. attributes, new AttributeProto { Name = "activation_params", Type = 6, Floats = { parameters } }];
        var graph = Split(b => b.Node("FusedConv", [2, 4, 6, 6],
            [b.Input(2, 3, 8, 8), b.Normal(0.3, 4, 3, 3, 3), b.Normal(0.3, 4)], attributes), 2, 3, 8, 8);
        Assert.Equal(activation.Length == 0 ? ["Conv"] : ["Conv", activation], graph.Operators());
    }

    [Fact]
    public void FusedConv_that_adds_before_its_activation()
    {
        var graph = Split(b => b.Node("FusedConv", [2, 3, 8, 8],
            [b.Input(2, 3, 8, 8), b.Normal(0.3, 3, 3, 1, 1), b.Normal(0.3, 3), "x"], Attribute("activation", "Relu")), 2,
                3, 8, 8);
        Assert.Equal(["Conv", "Add", "Relu"], graph.Operators());
    }

    [Theory]
    [InlineData("Relu")]
    [InlineData("LeakyRelu", 0.3f)]
    [InlineData("HardSigmoid", 0.3f, 0.4f)]
    public void FusedGemm(string activation, params float[] parameters)
    {
        var named = parameters.Select((p, i) => Attribute(i == 0 ? "activation_alpha" : "activation_beta", p));
        var graph = Split(b => b.Node("FusedGemm", [2, 5], [b.Input(2, 4), b.Normal(1, 5, 4), b.Normal(1, 5)],
            [Attribute("transB", 1), Attribute("alpha", 0.5f), Attribute("activation", activation), .. named]), 2, 4);
        Assert.Equal(["Gemm", activation], graph.Operators());
    }

    [Theory]
    [InlineData(0, 0, 1f, "MatMul")]
    [InlineData(0, 0, 0.5f, "MatMul Mul")]
    [InlineData(0, 1, 1f, "MatMul")]
    [InlineData(1, 0, 1f, "Transpose MatMul")]
    [InlineData(1, 1, 2f, "Transpose MatMul Mul")]
    public void FusedMatMul(int left, int right, float alpha, string operators)
    {
        long inner = left == 1 ? 3 : 4;
        var graph = Split(b => b.Node("FusedMatMul", [2, left == 1 ? 4 : 3, 5],
            [b.Input(2, 3, 4), right == 1 ? b.Normal(1, 2, 5, inner) : b.Normal(1, 2, inner, 5)],
            Attribute("transA", left), Attribute("transB", right), Attribute("alpha", alpha)), 2, 3, 4);
        Assert.Equal(operators.Split(' '), graph.Operators());
    }

    [Fact]
    public void What_means_nothing_standard_stays()
    {
        var graph = Split(b => b.Node("Gelu", [2, 4], [b.Input(2, 4)]), 2, 4);
        Assert.Equal("com.microsoft", graph.Nodes[0].Domain);
        graph = Split(b => b.Node("FusedMatMul", [3, 2, 5], [b.Input(2, 3, 4), b.Normal(1, 3, 4, 5)],
            Attribute("transBatchA", 1)), 2, 3, 4);
        Assert.Equal("com.microsoft", graph.Nodes[0].Domain);
    }

    private static OnnxGraph Split(Func<GraphBuilder, string> build, params long[] shape)
    {
        var b = new GraphBuilder(8);
        var model = b.Build(build(b));
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.microsoft", Version = 1 });
        model.Graph.Node[0].Domain = "com.microsoft";
        return Same.After(model, FusedOperators.Split, shape);
    }
}
