using CsCheck;
using SameSame.Onnx.Graph;
using SameSame.Onnx.Shapes;
using SameSame.Testing;

namespace SameSame.Onnx.Tests.Graph;

public class ShapeInferenceTests
{
    [Fact]
    public void Inferred_shapes_are_those_that_ONNX_Runtime_computes() => Gen.Int[0, 100_000].Sample(seed =>
    {
        var model = RandomGraph.Create(seed);
        var shapes = ShapeInference.Infer(new OnnxGraph(model));
        var actual = OnnxRunner.RunAll(model, model.Graph.Node.Select(n => n.Output[0]), GraphBuilder.Samples(1, RandomGraph.InputShape), RandomGraph.InputShape);
        foreach (var (tensor, (dims, _)) in actual)
            Assert.Equal(dims, shapes[tensor]);
    }, iter: 40);

    [Fact]
    public void A_batch_that_depends_on_the_input_stays_open_through_a_reshape()
    {
        var g = new GraphBuilder(1);
        var x = g.Input(-1, 3, 4, 4);
        var flat = g.Node("Reshape", [-1, 48], [x, g.Constant(0, -1)]);
        var again = g.Node("Reshape", [-1, 48], [x, g.Constant(-1, 48)]);
        var shapes = ShapeInference.Infer(new OnnxGraph(g.Build(flat, again)));
        Assert.Equal([-1, 48], shapes[flat]!);
        Assert.Equal([-1, 48], shapes[again]!);
    }
}
