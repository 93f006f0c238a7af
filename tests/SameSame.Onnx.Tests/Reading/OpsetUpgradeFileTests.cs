using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Reading;
using SameSame.Onnx.Schema;
using SameSame.Testing;
using Xunit;
using static SameSame.Onnx.Graph.NodeAttributes;

namespace SameSame.Onnx.Tests.Reading;

/// <summary>Whole files of old operator sets, and what is refused of them.</summary>
public class OpsetUpgradeFileTests
{
    [SkippableTheory]
    [InlineData("opset7_bn_relu.onnx")]
    [InlineData("opset8_bn_relu.onnx")]
    [InlineData("opset9_relu.onnx")]
    [InlineData("opset7_clip_attributes.onnx")]
    [InlineData("opset9_upsample.onnx")]
    [InlineData("ir3_opset8_zoo_style.onnx")]
    public void A_file_computes_what_it_did(string file)
    {
        var (model, shape) = Same.Fault(file);
        var graph = Same.After(model, OpsetUpgrade.Raise, shape);
        Assert.Equal(13, graph.Opset);
        Assert.True(graph.Model.IrVersion >= 8);
        Assert.Single(graph.Model.Graph.Input);
    }

    [Fact]
    public void A_graph_inside_a_node_is_raised_as_well()
    {
        var b = new GraphBuilder(3, 9);
        var sum = b.Node("ReduceSum", [1], [b.Input(2, 4)], Attribute("axes", 0, 1), Attribute("keepdims", 0));
        var choice = b.Node("If", [2, 4], [b.Node("Cast", [], [sum], Attribute("to", 9))]);
        var model = b.Build(choice);
        foreach (var (name, low) in new[] { ("then_branch", -0.5f), ("else_branch", 0.1f) })
        {
            var branch = new GraphProto { Name = name, Output = { model.Graph.Output[0].Clone() } };
            branch.Output[0].Name = $"{name}.y";
            branch.Node.Add(Create("Clip", ["x"], $"{name}.y", Attribute("min", low)));
            model.Graph.Node[^1].Attribute.Add(new AttributeProto { Name = name, Type = 5, G = branch });
        }

        Same.After(model, OpsetUpgrade.Raise, 2, 4);
    }

    [Fact]
    public void Set_13_and_later_stay_as_they_are()
    {
        var b = new GraphBuilder(3);
        var model = b.Build(b.Same("Softmax", b.Input(2, 3, 4)));
        var graph = new OnnxGraph(model.Clone());
        OpsetUpgrade.Raise(graph);
        Assert.Equal(model, graph.Model);
    }

    [Fact]
    public void Set_5_is_refused() => Refused("operator set 5 is too old", 5, b => b.Same("Relu", b.Input(1, 3)));

    [Fact]
    public void A_mask_that_is_read_is_refused() =>
        Refused("mask is read", 7, b => b.Nodes("Dropout", [[2, 4], [2, 4]], [b.Input(2, 4)])[1]);

    [Fact]
    public void An_operator_without_equal_is_refused() =>
        Refused("ImageScaler of operator set 7 has no equal at 13", 7, b => b.Same("ImageScaler", b.Input(1, 3, 4, 4)));

    [Fact]
    public void Nearest_both_up_and_down_is_refused() =>
        Refused("shrinks along another", 10, b =>
            b.Node("Resize", [1, 3, 8, 2], [b.Input(1, 3, 4, 4), b.Constant([4], 1, 1, 2, 0.5f)]));

    [Fact]
    public void Nearest_by_computed_scales_is_refused() => Refused("computed at run time", 10,
        b => b.Node("Resize", [1, 3, 8, 8], [b.Input(1, 3, 4, 4), b.Same("Abs", b.Constant([4], 1, 1, 2, 2))]));

    [Fact]
    public void An_operand_of_unknown_rank_is_refused() => Refused("how many dimensions", 6,
        b => b.Node("Add", [1, 3, 4], [b.Same("Unknown", b.Input(1, 3, 4)), b.Normal(1, 3)], Attribute("broadcast", 1),
            Attribute("axis", 1)));

    [Fact]
    public void Statistics_of_every_element_that_are_computed_are_refused() =>
        Refused("spatial=0", 7, b => b.Node("BatchNormalization", [2, 3],
        [b.Input(2, 3), b.Same("Abs", b.Normal(1, 3)), b.Normal(1, 3), b.Normal(1, 3), b.Normal(1, 3)], Attribute("spatial", 0)));

    private static void Refused(string line, long opset, Func<GraphBuilder, string> build)
    {
        var b = new GraphBuilder(4, opset);
        var graph = new OnnxGraph(b.Build(build(b)));
        Assert.Contains(line, Assert.Throws<OnnxFormatException>(() => OpsetUpgrade.Raise(graph)).Message,
            StringComparison.Ordinal);
    }
}
