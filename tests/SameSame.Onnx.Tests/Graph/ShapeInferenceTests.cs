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

    [Fact]
    public void One_number_of_a_tensor_of_unknown_shape_is_a_scalar()
    {
        var g = new GraphBuilder(1);
        var unknown = g.Node("OfAnotherDomain", [], [g.Input(-1, 3, 4, 4)]);
        var mean = g.Node("ReduceMean", [], [unknown], NodeAttributes.Attribute("keepdims", 0));
        var kept = g.Node("ReduceMean", [], [unknown], NodeAttributes.Attribute("keepdims", 1));
        var shapes = ShapeInference.Infer(new OnnxGraph(g.Build(mean, kept)));
        Assert.Equal(0, shapes[mean]?.Length);
        Assert.Null(shapes[kept]);
    }
}
