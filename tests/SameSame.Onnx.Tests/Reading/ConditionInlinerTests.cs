using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Reading;
using SameSame.Onnx.Schema;
using SameSame.Testing;
using Xunit;
using static SameSame.Onnx.Graph.NodeAttributes;

namespace SameSame.Onnx.Tests.Reading;

/// <summary>An If that always takes one branch is that branch.</summary>
public class ConditionInlinerTests
{
    [SkippableTheory]
    [InlineData("if_const.onnx", 0)]
    [InlineData("if_dynamic.onnx", 1)]
    [InlineData("if_captures_activation.onnx", 1)]
    [InlineData("if_captures_weight.onnx", 1)]
    public void A_file_computes_what_it_did(string file, int left)
    {
        var (model, shape) = Same.Fault(file);
        Assert.Equal(left, Same.After(model, ConditionInliner.Inline, shape).Nodes.Count(n => n.OpType == "If"));
    }

    [Theory]
    [InlineData(true, "Sigmoid")]
    [InlineData(false, "Neg")]
    public void The_chosen_branch_makes_an_output_of_the_graph(bool condition, string op) =>
        Assert.Equal([op], Inlined(condition, "x").Operators());

    [Fact]
    public void A_branch_may_give_what_it_captures()
    {
        // ONNX Runtime wants an Identity in the branch; with one it says what is right.
        var graph = new OnnxGraph(Model(true, "x", Functions.Branch("then_branch", "x")));
        ConditionInliner.Inline(graph);
        Assert.Equal(["Identity"], graph.Operators());
        Same.Compare(Model(true, "x", Functions.Branch("then_branch", "copy", Create("Identity", ["x"], "copy"))),
            graph.Model, 2, 4);
    }

    [Fact]
    public void A_branch_may_give_one_of_its_initializers()
    {
        var branch = Functions.Branch("then_branch", "w");
        branch.G.Initializer.Add(TensorData.Floats("w", [2], [1, 2]));
        var graph = Inlined(true, "x", branch);
        Assert.Equal(["Identity"], graph.Operators());
        Assert.NotNull(graph.Initializer(graph.Nodes[0].Input[0]));
    }

    [Fact]
    public void Initializers_and_inner_names_become_unique()
    {
        var branch = Functions.Branch("then_branch", "out", Create("Add", ["x", "w"], "inside"),
            Create("Tanh", ["inside"], "out"));
        branch.G.Initializer.Add(TensorData.Floats("w", [1], [0.25f]));
        var model = Model(true, "x", branch.Clone());
        var second = model.Graph.Node[0].Clone();
        (second.Output[0], second.Name) = ("second", "");
        model.Graph.Node.Add(second);
        model.Graph.Node.Add(Create("Mul", [model.Graph.Node[0].Output[0], "second"], "both"));
        model.Graph.Output[0].Name = "both";
        var graph = Same.After(model, ConditionInliner.Inline, 2, 4);
        Assert.Equal(["Add", "Tanh", "Add", "Tanh", "Mul"], graph.Operators());
        Assert.Distinct(graph.Nodes.Select(n => n.Name));
        Assert.Equal(2, graph.Initializers.Count(t => t.Name.StartsWith('w')));
    }

    [Fact]
    public void An_If_inside_the_chosen_branch_goes_too()
    {
        var inner = Create("If", ["no"], "out");
        inner.Attribute.Add(Functions.Branch("then_branch", "deep", Create("Neg", ["x"], "deep")));
        inner.Attribute.Add(Functions.Branch("else_branch", "deeper", Create("Tanh", ["x"], "deeper")));
        var branch = Functions.Branch("then_branch", "out", inner);
        branch.G.Initializer.Add(TensorData.Create("no", [], OnnxDataType.Bool, [0]));
        Assert.Equal(["Tanh"], Inlined(true, "x", branch).Operators());
    }

    [Fact]
    public void An_If_inside_one_that_stays_goes_as_well()
    {
        var inner = Create("If", ["yes"], "out");
        inner.Attribute.Add(Functions.Branch("then_branch", "deep", Create("Tanh", ["x"], "deep")));
        inner.Attribute.Add(Functions.Branch("else_branch", "deeper", Create("Neg", ["x"], "deeper")));
        var model = Model(true, "x", Functions.Branch("then_branch", "out", inner));
        model.Graph.Initializer.Add(TensorData.Create("yes", [1], OnnxDataType.Bool, [1]));
        model.Graph.Node.Insert(0, Create("Cast", ["one"], "dynamic", Attribute("to", 9)));
        model.Graph.Initializer.Add(TensorData.Floats("one", [], [1]));
        model.Graph.Node[1].Input[0] = "dynamic";
        var graph = Same.After(model, ConditionInliner.Inline, 2, 4);
        Assert.Equal("Tanh", Assert.Single(graph.Nodes[1].Find("then_branch")!.G.Node).OpType);
    }

    [Fact]
    public void A_condition_may_be_a_Constant_node()
    {
        var model = Model(true, "x");
        var value = model.Graph.Initializer[0].Clone();
        model.Graph.Initializer.RemoveAt(0);
        model.Graph.Node.Insert(0,
            Create("Constant", [], "condition", new AttributeProto { Name = "value", Type = 4, T = value }));
        Assert.Equal(["Constant", "Sigmoid"], Same.After(model, ConditionInliner.Inline, 2, 4).Operators());
    }

    private static OnnxGraph Inlined(bool condition, string x, AttributeProto? then = null) =>
        Same.After(Model(condition, x, then), ConditionInliner.Inline, 2, 4);

    private static ModelProto Model(bool condition, string x, AttributeProto? then = null)
    {
        var b = new GraphBuilder(2);
        b.Input(2, 4);
        var y = b.Node("If", [2, 4], ["condition"], then
            ?? Functions.Branch("then_branch", "left", Create("Sigmoid", [x], "left")),
            Functions.Branch("else_branch", "right", Create("Neg", [x], "right")));
        var model = b.Build(y);
        model.Graph.Output[0].Type.TensorType.Shape = null;
        model.Graph.Initializer.Insert(0, TensorData.Create("condition", [], OnnxDataType.Bool, [(byte)(condition ? 1 : 0)]));
        return model;
    }
}
