using SameSame.Onnx.Graph;
using SameSame.Onnx.Reading;
using SameSame.Onnx.Schema;
using SameSame.Testing;
using Xunit;
using static SameSame.Onnx.Graph.NodeAttributes;

namespace SameSame.Onnx.Tests.Reading;

/// <summary>ONNX Runtime runs no operator set 6, so a graph written by hand at 13 is what counts.</summary>
public class OpsetSixTests
{
    [Theory]
    [InlineData("Add")]
    [InlineData("Sub")]
    [InlineData("Mul")]
    [InlineData("Div")]
    public void A_constant_operand_is_aligned_with_its_axis(string op) => Equal([2, 3, 4, 4],
        b => b.Node(op, [2, 3, 4, 4], [b.Input(2, 3, 4, 4), b.Constant([3], 1, 2, 3)], Attribute("broadcast", 1),
            Attribute("axis", 1)),
        b => b.Node(op, [2, 3, 4, 4], [b.Input(2, 3, 4, 4), b.Constant([3, 1, 1], 1, 2, 3)]));

    [Fact]
    public void A_constant_that_another_node_reads_stays_as_it_is() => Equal([2, 4, 4],
        b => SharedOperand(b, true), b => SharedOperand(b, false));

    [Fact]
    public void An_operand_that_is_computed_is_aligned_too() => Equal([2, 3, 4, 4],
        b => b.Node("Mul", [2, 3, 4, 4], [b.Input(2, 3, 4, 4), Pooled(b)], Attribute("broadcast", 1), Attribute("axis", 0)),
        b => b.Node("Mul", [2, 3, 4, 4],
            [b.Input(2, 3, 4, 4), b.Node("Reshape", [2, 3, 1, 1], [Pooled(b), b.Constant(2, 3, 1, 1)])]));

    [Fact]
    public void The_last_dimensions_need_nothing()
    {
        Equal([2, 3, 4], b => b.Node("Add", [2, 3, 4], [b.Input(2, 3, 4), b.Normal(1, 4)], Attribute("broadcast", 1)),
            b => b.Node("Add", [2, 3, 4], [b.Input(2, 3, 4), b.Normal(1, 4)]));
        Equal([2, 3, 4], b => b.Node("Add", [2, 3, 4], [b.Input(2, 3, 4), b.Normal(1, 3, 4)], Attribute("broadcast", 1),
            Attribute("axis", 1)),
            b => b.Node("Add", [2, 3, 4], [b.Input(2, 3, 4), b.Normal(1, 3, 4)]));
    }

    [Fact]
    public void PRelu_has_a_slope_for_each_channel() => Equal([2, 3, 3, 3],
        b => b.Node("PRelu", [2, 3, 3, 3], [b.Input(2, 3, 3, 3), b.Constant([3], 0.1f, 0.2f, 0.3f)]),
        b => b.Node("PRelu", [2, 3, 3, 3], [b.Input(2, 3, 3, 3), b.Constant([3, 1, 1], 0.1f, 0.2f, 0.3f)]));

    [Fact]
    public void Gemm_and_normalization_and_dropout_lose_their_switches() => Equal([2, 3],
        b => Layers(b, [Attribute("broadcast", 1)],
            [Attribute("is_test", 1), Attribute("spatial", 1), Attribute("consumed_inputs", 0, 0, 0, 1, 1)],
            [Attribute("is_test", 1)]),
        b => Layers(b, [], [], []));

    [Fact]
    public void Upsample_states_height_and_width() => Equal([1, 2, 3, 3],
        b => b.Node("Upsample", [1, 2, 6, 9], [b.Input(1, 2, 3, 3)], Attribute("height_scale", 2f), Attribute("width_scale", 3f)),
        b => b.Node("Resize", [1, 2, 6, 9], [b.Input(1, 2, 3, 3), "", b.Constant([4], 1, 1, 2, 3)], Attribute("mode", "nearest"),
            Attribute("coordinate_transformation_mode", "asymmetric"), Attribute("nearest_mode", "floor")));

    [SkippableFact]
    public void The_file_that_failed_gives_what_its_form_at_13_gives()
    {
        var (model, shape) = Same.Fault("opset6_clip_attr.onnx");
        var seven = model.Clone();
        seven.OpsetImport[0].Version = 7;
        seven.Graph.Node[^1].Attribute.Remove(seven.Graph.Node[^1].Find("broadcast"));
        var graph = new OnnxGraph(model);
        OpsetUpgrade.Raise(graph);
        Same.Compare(seven, graph.Model, shape);
    }

    private static string SharedOperand(GraphBuilder b, bool old)
    {
        var (x, shared) = (b.Input(2, 4, 4), b.Constant([4], 1, 2, 3, 4));
        AttributeProto[] axis = old ? [Attribute("broadcast", 1), Attribute("axis", 1)] : [];
        var second = b.Node("Add", [2, 4, 4], [x, old ? shared : b.Constant([4, 1], 1, 2, 3, 4)], axis);
        return b.Node("Mul", [2, 4, 4], [second, shared], old ? [Attribute("broadcast", 1)] : []);
    }

    private static string Pooled(GraphBuilder b) =>
        b.Node("ReduceMean", [2, 3], ["x"], Attribute("axes", 2, 3), Attribute("keepdims", 0));

    private static string Layers(GraphBuilder b, AttributeProto[] gemm, AttributeProto[] normalization, AttributeProto[] dropout)
    {
        var y = b.Node("Gemm", [2, 4], [b.Input(2, 3), b.Normal(1, 3, 4), b.Normal(1, 4)], gemm);
        y = b.Node("BatchNormalization", [2, 4],
            [y, b.Uniform(0.5, 2, 4), b.Normal(1, 4), b.Normal(1, 4), b.Uniform(0.5, 2, 4)], normalization);
        return b.Same("Dropout", y, dropout);
    }

    private static void Equal(long[] shape, Func<GraphBuilder, string> six, Func<GraphBuilder, string> thirteen)
    {
        GraphBuilder old = new(9, 6), now = new(9);
        var graph = new OnnxGraph(old.Build(six(old)));
        OpsetUpgrade.Raise(graph);
        Same.Compare(now.Build(thirteen(now)), graph.Model, shape);
    }
}
