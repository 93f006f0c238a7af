using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;
using SameSame.Testing;

namespace SameSame.Onnx.Tests.Graph;

public class NormalizerTests
{
    private static readonly float[] Input = GraphBuilder.Samples(9, RandomGraph.InputShape);

    [Fact]
    public void Constant_nodes_and_identities_over_constants_become_initializers()
    {
        var model = RandomGraph.Create(4);
        var expected = OnnxRunner.Run(model, Input, RandomGraph.InputShape);
        foreach (var tensor in model.Graph.Initializer.Where(t => t.DataType == (int)OnnxDataType.Float).ToList())
        {
            model.Graph.Initializer.Remove(tensor);
            var value = new AttributeProto { Name = "value", Type = 4, T = tensor };
            model.Graph.Node.Insert(0, NodeAttributes.Create("Identity", [$"{tensor.Name}.constant"], tensor.Name));
            model.Graph.Node.Insert(0, NodeAttributes.Create("Constant", [], $"{tensor.Name}.constant", value));
        }

        var network = Network.Prepare(model, "m");
        Assert.DoesNotContain(network.Folded.Nodes, n => n.OpType == "Constant");
        Assert.NotEmpty(network.Analysis.Layers);
        Assert.True(OnnxRunner.Deviation(expected, OnnxRunner.Run(network.Folded.Model, Input, RandomGraph.InputShape)) < 1e-5);
    }

    [Fact]
    public void Float16_networks_are_measured_and_rewritten_as_float32_networks_of_the_same_values()
    {
        var single = RandomGraph.Create(6);
        var half = single.Clone();
        foreach (var tensor in half.Graph.Initializer.Where(t => t.DataType == (int)OnnxDataType.Float))
        {
            var values = tensor.ToFloats();
            tensor.DataType = (int)OnnxDataType.Float16;
            tensor.RawData = Google.Protobuf.ByteString.CopyFrom(System.Runtime.InteropServices.MemoryMarshal.AsBytes<Half>([.. values.Select(v => (Half)v)]));
        }

        foreach (var value in half.Graph.Input.Concat(half.Graph.Output))
            value.Type.TensorType.ElemType = (int)OnnxDataType.Float16;
        var network = Network.Prepare(half, "m");
        var measured = OnnxRunner.Run(MeasuredForm.Of(half), Input, RandomGraph.InputShape);
        Assert.True(OnnxRunner.Deviation(OnnxRunner.Run(single, Input, RandomGraph.InputShape), measured) < 0.02);
        Assert.True(OnnxRunner.Deviation(measured, OnnxRunner.Run(network.Folded.Model, Input, RandomGraph.InputShape)) < 1e-5);
    }

    [Fact]
    public void A_gemms_alpha_and_beta_move_into_its_constants()
    {
        var g = new GraphBuilder(3);
        var x = g.Input(2, 4);
        var y = g.Node("Gemm", [2, 3], [x, g.Normal(1, 4, 3), g.Normal(1, 3)], NodeAttributes.Attribute("alpha", 0.5f), NodeAttributes.Attribute("beta", 2f));
        var model = g.Build(y);
        var input = GraphBuilder.Samples(1, 2, 4);
        var network = Network.Prepare(model, "m");
        Assert.Single(network.Analysis.Layers);
        Assert.True(OnnxRunner.Deviation(OnnxRunner.Run(model, input, [2, 4]), OnnxRunner.Run(network.Folded.Model, input, [2, 4])) < 1e-6);
    }

    [Fact]
    public void A_model_that_is_quantized_already_is_refused_in_one_line()
    {
        var g = new GraphBuilder(3);
        var model = g.Build(g.Node("QuantizeLinear", [2, 4], [g.Input(2, 4), g.Constant([], 0.1f), g.Constant([], 0f)]));
        Assert.Contains("already quantized", Assert.Throws<OnnxFormatException>(() => Network.Prepare(model, "m.onnx")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_do_not_fit_their_dimensions_are_refused_in_one_line_that_names_the_file()
    {
        var g = new GraphBuilder(3);
        var model = g.Build(g.BatchNorm(g.Conv(g.Input(1, 3, 8, 8), 4)));
        var weight = model.Graph.Initializer.First(t => t.Dims.Count == 4);
        weight.RawData = Google.Protobuf.ByteString.CopyFrom(new byte[8]);
        var message = Assert.Throws<OnnxFormatException>(() => Network.Prepare(model, "m.onnx")).Message;
        Assert.StartsWith($"m.onnx: initializer '{weight.Name}' holds 8 bytes", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("Softmax")]
    [InlineData("LogSoftmax")]
    public void The_input_of_a_last_softmax_counts_as_the_logits(string op)
    {
        var g = new GraphBuilder(3);
        var logits = g.Gemm(g.Input(2, 4), 3);
        var model = g.Build(g.Node("Identity", [2, 3], [g.Same(op, logits, NodeAttributes.Attribute("axis", 1))]));
        var input = GraphBuilder.Samples(1, 2, 4);
        var expected = OnnxRunner.RunAll(model, [logits], input, [2, 4])[logits].Values;
        Assert.Equal(expected, OnnxRunner.Run(MeasuredForm.Of(model), input, [2, 4]));
    }
}
