using SameSame.Onnx.Constants;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;
using SameSame.Testing;

namespace SameSame.Onnx.Tests.Constants;

/// <summary>What folding replaces.</summary>
public class ConstantFolderTests
{
    [Fact]
    public void A_constant_of_two_readers_is_not_changed_under_the_other()
    {
        var b = new GraphBuilder(1);
        var x = b.Input(-1, 4);
        var shared = b.Normal(1, 4);
        var negated = b.Same("Neg", shared);
        var y = b.Node("Mul", [-1, 4], [b.Node("Add", [-1, 4], [x, shared]), negated]);
        Folds(b.Build(y), 1, ["Add", "Mul"]);
    }

    [Fact]
    public void An_identity_over_a_constant_gives_its_readers_the_constant()
    {
        var b = new GraphBuilder(1);
        var x = b.Input(-1, 4);
        var shared = b.Normal(1, 4);
        var same = b.Same("Identity", b.Same("Identity", shared));
        var graph = Folds(b.Build(b.Node("Mul", [-1, 4], [b.Node("Add", [-1, 4], [x, shared]), same])), 2, ["Add", "Mul"]);
        Assert.Equal([shared], graph.Initializers.Select(t => t.Name));
        Assert.Equal(shared, graph.Nodes[1].Input[1]);
    }

    [Fact]
    public void Constant_nodes_of_all_numeric_forms_become_initializers()
    {
        var floats = new AttributeProto { Name = "value_floats", Type = 6 };
        floats.Floats.AddRange([1f, 2, 3, 4]);
        var tensor = new AttributeProto { Name = "value", Type = 4, T = TensorData.Floats("any", [4], [5, 6, 7, 8]) };
        var b = new GraphBuilder(1);
        var sum = b.Node("Add", [-1, 4], [b.Input(-1, 4), b.Node("Constant", [4], [], floats)]);
        sum = b.Node("Mul", [-1, 4], [sum, b.Node("Constant", [4], [], tensor)]);
        sum = b.Node("Sub", [-1, 4], [sum, b.Node("Constant", [], [], NodeAttributes.Attribute("value_float", 0.5f))]);
        sum = b.Node("Reshape", [-1, 2, 2], [sum, b.Node("Constant", [3], [], NodeAttributes.Attribute("value_ints", -1, 2, 2))]);
        var index = b.Node("Constant", [], [], NodeAttributes.Attribute("value_int", 1L));
        Folds(b.Build(b.Node("Gather", [-1, 2], [sum, index], NodeAttributes.Attribute("axis", 1L))), 5,
            ["Add", "Mul", "Sub", "Reshape", "Gather"]);
    }

    [Fact]
    public void Graphs_inside_nodes_stay_and_read_what_was_folded()
    {
        var b = new GraphBuilder(1);
        var x = b.Input(-1, 4);
        var negated = b.Same("Neg", b.Constant([4], 1, 2, 3, 4));
        var same = b.Same("Identity", b.Constant([4], 5, 6, 7, 8));
        var condition = b.Node("Equal", [], [b.Constant([], 1), b.Constant([], 1)]);
        var branches = new[] { negated, same }.Select((captured, i) =>
        {
            var sum = NodeAttributes.Create("Add", [captured, captured], $"inner{i}");
            var type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)OnnxDataType.Float } };
            var output = new ValueInfoProto { Name = sum.Output[0], Type = type };
            var branch = new GraphProto { Name = $"branch{i}", Node = { sum }, Output = { output } };
            return new AttributeProto { Name = i == 0 ? "then_branch" : "else_branch", Type = 5, G = branch };
        });
        var chosen = b.Node("If", [4], [condition], [.. branches]);
        Folds(b.Build(b.Node("Add", [-1, 4], [x, chosen])), 3, ["If", "Add"]);
    }

    [Fact]
    public void What_nothing_reads_is_gone()
    {
        var b = new GraphBuilder(1);
        var x = b.Input(-1, 4);
        _ = b.Same("Neg", b.Normal(1, 4));
        _ = b.Same("Softplus", b.Normal(1, 4));
        var graph = Folds(b.Build(b.Same("Relu", x)), 1, ["Relu"]);
        Assert.Empty(graph.Initializers);
    }

    private static OnnxGraph Folds(ModelProto model, int folded, string[] left)
    {
        var graph = new OnnxGraph(model.Clone());
        Assert.Equal(folded, ConstantFolder.Fold(graph));
        Assert.Equal(left, graph.Nodes.Select(n => n.OpType));
        var samples = GraphBuilder.Samples(3, 2, 4);
        Assert.Equal(OnnxRunner.Run(model, samples, [2, 4], optimize: false),
            OnnxRunner.Run(graph.Model, samples, [2, 4], optimize: false));
        return graph;
    }
}
