using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Reading;
using SameSame.Onnx.Schema;
using SameSame.Testing;
using Xunit;

namespace SameSame.Onnx.Tests.Reading;

/// <summary>What cannot be used is refused with a line that names the place; what can be passes.</summary>
public class ModelValidationTests
{
    [SkippableTheory]
    [InlineData("cycle.onnx", "cycle through nodes", "'m0' -> 'c1'")]
    [InlineData("no_output.onnx", "no output", "name one")]
    [InlineData("nan_weight.onnx", "'wd'", "not finite")]
    [InlineData("inf_weight.onnx", "initializer '", "not finite")]
    [InlineData("custom_domain.onnx", "operator FancyAct of domain 'com.acme'", "standard operators")]
    public void A_faulty_file_is_refused_in_one_line(string file, string what, string more)
    {
        var message = Refusal(OnnxFile.Load(Path.Combine(Places.Faults, file)));
        Assert.Contains(what, message, StringComparison.Ordinal);
        Assert.Contains(more, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [SkippableFact]
    public void Every_other_file_passes()
    {
        string[] refused = ["cycle.onnx", "no_output.onnx", "nan_weight.onnx", "inf_weight.onnx", "custom_domain.onnx"];
        var files = Directory.GetFiles(Places.Faults, "*.onnx").Where(f => !refused.Contains(Path.GetFileName(f))).ToList();
        Assert.NotEmpty(files);
        foreach (var file in files)
            ModelValidation.Check(OnnxFile.Load(file));
    }

    [SkippableFact]
    public void Graphs_without_their_weights_pass()
    {
        foreach (var file in Directory.GetFiles(Places.Topologies, "*.onnx"))
            ModelValidation.Check(OnnxFile.Load(file));
    }

    [Fact]
    public void A_tensor_that_nothing_makes_is_named_with_its_reader()
    {
        var model = Chain();
        model.Graph.Node[1].Input[0] = "lost";
        Assert.Contains($"'{model.Graph.Node[1].Name}' (Sigmoid) reads 'lost'", Refusal(model), StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_that_nothing_makes_is_named()
    {
        var model = Chain();
        model.Graph.Output[0].Name = "lost";
        Assert.Contains("output 'lost'", Refusal(model), StringComparison.Ordinal);
    }

    [Fact]
    public void A_captured_tensor_that_nothing_makes_is_named()
    {
        var model = Chain();
        var branch = new GraphProto { Node = { NodeAttributes.Create("Relu", ["lost"], "inner") },
            Output = { new ValueInfoProto { Name = "inner" } } };
        var choice = NodeAttributes.Create("If", [model.Graph.Node[0].Output[0]], "chosen");
        choice.Attribute.Add(new AttributeProto { Name = "then_branch", Type = 5, G = branch });
        model.Graph.Node.Add(choice);
        Assert.Contains("'lost'", Refusal(model), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sparse_initializer_is_called_so()
    {
        var model = Chain();
        model.Graph.Node[1].Input[0] = "thin";
        model.Graph.SparseInitializer.Add(new SparseTensorProto { Values = new TensorProto { Name = "thin" } });
        Assert.Contains("'thin', a sparse initializer", Refusal(model), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_made_twice_is_named_with_both_nodes()
    {
        var model = Chain();
        model.Graph.Node[1].Output[0] = model.Graph.Node[0].Output[0];
        Assert.Contains("made twice", Refusal(model), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OnnxDataType.Float, new byte[] { 0, 0, 0x80, 0xFF })]
    [InlineData(OnnxDataType.Float16, new byte[] { 0, 0x7E })]
    [InlineData(OnnxDataType.Double, new byte[] { 0, 0, 0, 0, 0, 0, 0xF0, 0x7F })]
    public void Raw_values_that_are_not_finite_are_found(OnnxDataType type, byte[] raw)
    {
        var model = Weighted();
        model.Graph.Initializer.Add(TensorData.Create("bad", [1], type, raw));
        Assert.Contains("initializer 'bad' is not finite: value 0", Refusal(model), StringComparison.Ordinal);
    }

    [Fact]
    public void Listed_values_that_are_not_finite_are_found()
    {
        TensorProto[] bad =
        [
            new() { Name = "bad", DataType = 1, FloatData = { 1, float.NaN } },
                new() { Name = "bad", DataType = 10, Int32Data = { 0, 0x7C00 } },
            new() { Name = "bad", DataType = 11, DoubleData = { 1, double.NegativeInfinity } },
        ];
        foreach (var tensor in bad)
        {
            var model = Weighted();
            model.Graph.Initializer.Add(tensor);
            Assert.Contains("'bad' is not finite: value 1", Refusal(model), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_mask_or_a_bound_may_be_infinite_but_not_NaN()
    {
        var model = Chain();
        model.Graph.Initializer.Add(TensorData.Floats("mask", [2], [0, float.NegativeInfinity]));
        ModelValidation.Check(model);
        model.Graph.Initializer.Add(TensorData.Floats("bad", [1], [float.NaN]));
        Assert.Contains("'bad' is not finite", Refusal(model), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_function_covers_its_operator_and_no_other()
    {
        var model = Chain();
        (model.Graph.Node[0].Domain, model.Graph.Node[0].OpType) = ("my", "Act");
        Assert.Contains("operator Act of domain 'my'", Refusal(model), StringComparison.Ordinal);
        model.Functions.Add(new FunctionProto { Domain = "my", Name = "Act" });
        ModelValidation.Check(model);
    }

    private static ModelProto Chain()
    {
        var b = new GraphBuilder(1);
        return b.Build(b.Same("Sigmoid", b.Same("Relu", b.Input(1, 4))));
    }

    // A layer that reads the tensor "bad" as its weights.
    private static ModelProto Weighted()
    {
        var model = Chain();
        model.Graph.Node[0].OpType = "MatMul";
        model.Graph.Node[0].Input.Add("bad");
        return model;
    }

    private static string Refusal(ModelProto model) =>
        Assert.Throws<OnnxFormatException>(() => ModelValidation.Check(model)).Message;
}
