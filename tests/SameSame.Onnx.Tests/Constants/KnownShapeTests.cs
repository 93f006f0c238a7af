using SameSame.Onnx.Constants;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;
using SameSame.Testing;

namespace SameSame.Onnx.Tests.Constants;

/// <summary>Dimensions that do not depend on the input are constants.</summary>
public class KnownShapeTests
{
    private static readonly AttributeProto ToFloat = NodeAttributes.Attribute("to", (long)OnnxDataType.Float);

    [Fact]
    public void A_scale_from_the_number_of_channels_is_a_constant()
    {
        var b = new GraphBuilder(1);
        var y = b.Conv(b.Input(-1, 2, 6, 6), 8);
        var channels = b.Node("Gather", [], [b.Node("Shape", [4], [y]), b.Node("Squeeze", [], [b.Constant(1)])]);
        var scale = b.Node("Div", [], [b.Constant([], 1), b.Node("Sqrt", [], [b.Node("Cast", [], [channels], ToFloat)])]);
        Leaves(b.Build(b.Node("Mul", b.Shape(y), [y, scale])), ["Conv", "Mul"]);
    }

    [Fact]
    public void A_slice_and_parts_of_known_dimensions_are_constants()
    {
        var b = new GraphBuilder(1);
        var x = b.Input(-1, 2, 6, 6);
        var shape = b.Node("Cast", [4], [b.Node("Shape", [4], [x])], NodeAttributes.Attribute("to", (long)OnnxDataType.Int32));
        var tail = b.Node("Slice", [2], [shape, b.Constant(-1), b.Constant(1), b.Constant(0), b.Constant(-1)]);
        var parts = b.Nodes("Split", [[1], [1]], [tail]);
        var product = b.Node("Cast", [1], [b.Node("Mul", [1], parts)], ToFloat);
        Leaves(b.Build(b.Node("Div", b.Shape(x), [x, product])), ["Div"]);
    }

    [Fact]
    public void The_batch_stays_a_matter_of_the_input()
    {
        var b = new GraphBuilder(1);
        var x = b.Input(-1, 2, 6, 6);
        var shape = b.Node("Shape", [4], [x]);
        var batch = b.Node("Cast", [], [b.Node("Gather", [1], [shape, b.Constant(0)])], ToFloat);
        var size = b.Node("Cast", [], [b.Node("Size", [], [x])], ToFloat);
        Leaves(b.Build(b.Node("Mul", b.Shape(x), [b.Node("Div", b.Shape(x), [x, batch]), size])),
            ["Shape", "Gather", "Cast", "Size", "Cast", "Div", "Mul"]);
    }

    [Fact]
    public void A_fixed_batch_is_known()
    {
        var b = new GraphBuilder(1);
        var x = b.Input(2, 2, 6, 6);
        var batch = b.Node("Cast", [4], [b.Node("Shape", [4], [x])], ToFloat);
        var size = b.Node("Cast", [], [b.Node("Size", [], [x])], ToFloat);
        Leaves(b.Build(b.Node("Mul", b.Shape(x), [b.Node("Div", b.Shape(x), [x, b.Node("ReduceMax", [1], [batch])]), size])),
            ["Div", "Mul"]);
    }

    private static void Leaves(ModelProto model, string[] left)
    {
        var graph = new OnnxGraph(model.Clone());
        ConstantFolder.Fold(graph);
        Assert.Equal(left, graph.Nodes.Select(n => n.OpType));
        var samples = GraphBuilder.Samples(3, 2, 2, 6, 6);
        Assert.Equal(OnnxRunner.Run(model, samples, [2, 2, 6, 6], optimize: false),
            OnnxRunner.Run(graph.Model, samples, [2, 2, 6, 6], optimize: false));
    }
}
