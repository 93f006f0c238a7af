using SameSame.Onnx.Constants;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;
using SameSame.Testing;

namespace SameSame.Onnx.Tests.Constants;

/// <summary>What folding leaves as it is.</summary>
public class UntouchedTests
{
    [Fact]
    public void Constants_of_text_and_sparse_ones_stay()
    {
        var b = new GraphBuilder(1);
        var x = b.Input(-1, 4);
        foreach (var name in new[] { "value_string", "sparse_value" })
            _ = b.Node("Constant", [], [], NodeAttributes.Attribute(name, "text"));
        var model = b.Build(b.Same("Relu", x));
        foreach (var node in model.Graph.Node.Where(n => n.OpType == "Constant"))
            model.Graph.Output.Add(new ValueInfoProto { Name = node.Output[0] });
        Untouched(model);
    }

    [Fact]
    public void An_output_of_the_graph_stays()
    {
        var b = new GraphBuilder(1);
        var x = b.Input(-1, 4);
        var constant = b.Same("Neg", b.Normal(1, 4));
        var same = b.Same("Identity", b.Normal(1, 4));
        Untouched(b.Build(b.Node("Add", [-1, 4], [x, constant]), constant, same));
    }

    [Theory]
    [InlineData("RandomNormalLike")]
    [InlineData("Dropout")]
    [InlineData("QuantizeLinear")]
    [InlineData("DequantizeLinear")]
    [InlineData("Unheard")]
    public void Operators_that_are_not_evaluated_stay(string op)
    {
        var b = new GraphBuilder(1);
        var x = b.Input(-1, 4);
        Untouched(b.Build(b.Node("Add", [-1, 4], [x, b.Same(op, b.Normal(1, 4))])));
    }

    [Fact]
    public void Operators_of_another_domain_and_malformed_nodes_stay()
    {
        var b = new GraphBuilder(1);
        var x = b.Input(-1, 4);
        var own = b.Same("Neg", b.Normal(1, 4));
        var mismatch = b.Node("Add", [4], [b.Normal(1, 3), b.Normal(1, 4)]);
        var outside = b.Node("Gather", [1], [b.Normal(1, 4), b.Constant(7)]);
        var missing = b.Node("Mul", [4], [b.Normal(1, 4)]);
        var model = b.Build(b.Node("Sum", [-1, 4], [x, own, mismatch, outside, missing]));
        model.Graph.Node[0].Domain = "com.example";
        Untouched(model);
    }

    [Fact]
    public void A_result_that_is_not_defined_is_not_made()
    {
        var b = new GraphBuilder(1);
        var cast = b.Node("Cast", [1], [b.Constant([1], 1e20f)], NodeAttributes.Attribute("to", (long)OnnxDataType.Int32));
        var quotient = b.Node("Div", [1], [b.Constant(1), b.Constant(0)]);
        var x = b.Input(-1, 4);
        Untouched(b.Build(b.Node("Custom", [-1, 4], [x, cast, quotient])));
    }

    [Fact]
    public void A_result_of_too_many_elements_stays()
    {
        var b = new GraphBuilder(1);
        var x = b.Input(-1, 4);
        Untouched(b.Build(b.Node("Custom", [-1, 4],
            [x, b.Node("ConstantOfShape", [1L << 40], [b.Constant(1L << 20, 1L << 20)])])));
    }

    private static void Untouched(ModelProto model)
    {
        var graph = new OnnxGraph(model.Clone());
        Assert.Equal(0, ConstantFolder.Fold(graph));
        Assert.Equal(model, graph.Model);
    }
}
