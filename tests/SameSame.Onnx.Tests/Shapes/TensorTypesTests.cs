using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Shapes;
using SameSame.Testing;

namespace SameSame.Onnx.Tests.Shapes;

public class TensorTypesTests
{
    [Fact]
    public void Shape_arithmetic_and_masks_are_not_float_whatever_computes_them()
    {
        var g = new GraphBuilder(1);
        var x = g.Conv(g.Input(2, 3, 9, 9), 4);
        var shape = g.Node("Shape", [4], [x]);
        var sum = g.Node("Add", [4], [shape, shape]);
        var scaled = g.Node("Cast", [4], [sum], NodeAttributes.Attribute("to", 1L));
        var mask = g.Node("Greater", [2, 4, 9, 9], [x, g.Constant([], 0)]);
        var chosen = g.Node("Where", [2, 4, 9, 9], [mask, x, g.Constant([], 0)]);
        var types = TensorTypes.Infer(new OnnxGraph(g.Build(chosen)));
        Assert.Equal(
            [OnnxDataType.Float, OnnxDataType.Int64, OnnxDataType.Int64, OnnxDataType.Float, OnnxDataType.Bool, OnnxDataType.Float],
            new[] { x, shape, sum, scaled, mask, chosen }.Select(t => types[t]));
        var pair = new OnnxGraph(g.Build(x));
        pair.Nodes.Add(NodeAttributes.Create("QuantizeLinear", [x, "scale", "zero"], "codes"));
        pair.Nodes.Add(NodeAttributes.Create("DequantizeLinear", ["codes", "scale", "zero"], "real"));
        pair.SetInitializer(TensorData.Floats("scale", [], [1]));
        pair.SetInitializer(TensorData.Create("zero", [], OnnxDataType.UInt8, [0]));
        var stored = TensorTypes.Infer(pair);
        Assert.Equal([OnnxDataType.UInt8, OnnxDataType.Float], [stored["codes"], stored["real"]]);
        Assert.Equal([true, false, true, false], new[] { x, sum, scaled, mask }.Select(types.MayBeFloat));
    }
}
