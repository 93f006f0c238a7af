using SameSame.Onnx.Graph;
using SameSame.Onnx.Reading;
using SameSame.Onnx.Schema;
using SameSame.Testing;
using Xunit;

namespace SameSame.Onnx.Tests.Reading;

/// <summary>Producers come before consumers, and what is in order stays as it is.</summary>
public class TopologicalOrderTests
{
    [Fact]
    public void A_shuffled_graph_is_ordered_and_runs()
    {
        var model = Residual();
        var shuffled = model.Clone();
        List<NodeProto> reversed = [.. shuffled.Graph.Node.Reverse()];
        shuffled.Graph.Node.Clear();
        shuffled.Graph.Node.AddRange(reversed);
        var input = GraphBuilder.Samples(3, 1, 3, 8, 8);
        TopologicalOrder.Sort(shuffled.Graph);
        var made = new HashSet<string>(shuffled.Graph.Initializer.Select(t => t.Name).Append("x"), StringComparer.Ordinal);
        Assert.All(shuffled.Graph.Node, n => Assert.True(n.Input.All(made.Contains) && n.Output.All(made.Add)));
        Assert.Equal(OnnxRunner.Run(model, input, [1, 3, 8, 8], false), OnnxRunner.Run(shuffled, input, [1, 3, 8, 8], false));
    }

    [Fact]
    public void A_sorted_graph_keeps_its_order()
    {
        var model = Residual();
        var before = model.Clone();
        TopologicalOrder.Sort(model.Graph);
        Assert.Equal(before, model);
    }

    [Fact]
    public void A_captured_tensor_is_read()
    {
        var model = Residual();
        var made = model.Graph.Node[^1].Output[0];
        var branch = new GraphProto
        {
            Node = { NodeAttributes.Create("Sigmoid", ["inner"], "late"), NodeAttributes.Create("Relu", [made], "inner") },
            Output = { new ValueInfoProto { Name = "late" } },
        };
        var choice = NodeAttributes.Create("If", ["x"], "chosen");
        choice.Attribute.Add(new AttributeProto { Name = "then_branch", Type = 5, G = branch });
        model.Graph.Node.Insert(0, choice);
        TopologicalOrder.Sort(model.Graph);
        Assert.Same(choice, model.Graph.Node[^1]);
        Assert.Equal("Relu", branch.Node[0].OpType);
    }

    private static ModelProto Residual()
    {
        var b = new GraphBuilder(2);
        var x = b.Same("Relu", b.Conv(b.Input(1, 3, 8, 8), 4));
        var (left, right) = (b.Conv(x, 4), b.Conv(x, 4, 1));
        return b.Build(b.Same("Sigmoid", b.Node("Add", b.Shape(left), [left, right])));
    }
}
