using SameSame.Evaluation.Plausibility;
using SameSame.Evaluation.Preprocessing;
using SameSame.Onnx;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests.Plausibility;

/// <summary>What the file's own check cannot see is seen on the first images: a session that computes something else, and a loss that rounding does not explain.</summary>
public sealed class GateTests : IDisposable
{
    private static readonly InputSpec Input = new() { Height = 16, Width = 16 };
    private readonly TemporaryFolder _cache = new();

    public void Dispose() => _cache.Dispose();

    /// <summary>A bias that stays real beside 16-bit weights and inputs: ONNX Runtime stores it in steps of both, of which int32 holds too few.</summary>
    [Fact]
    public void A_session_whose_optimizations_change_the_graph_is_refused()
    {
        var lab = Lab(Plain(bias: 8));
        var cell = lab.Quantize("16/16", "per-channel");
        lab.CheckSession(cell);

        var graph = new OnnxGraph(cell.Export.Model);
        var layer = graph.Nodes.Where(n => n.OpType == "Conv").ElementAt(1);
        var stored = Producer(graph, layer.Input[2]);
        var (codes, steps) = (graph.Initializer(stored.Input[0])!.ToLongs(), graph.Initializer(stored.Input[1])!.ToFloats());
        graph.SetInitializer(TensorData.Floats("real_bias", [codes.Length], [.. codes.Select((c, o) => c * steps[steps.Length == 1 ? 0 : o])]));
        layer.Input[2] = "real_bias";
        var e = Assert.Throws<OnnxFormatException>(() => lab.CheckSession(cell));
        Assert.Contains("optimizations change the quantized graph", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_that_loses_what_rounding_does_not_explain_is_marked_with_the_layer_that_loses_it()
    {
        var lab = Lab(Plain());
        var cell = lab.Quantize("8/8", "per-channel");
        Assert.False(lab.Predict(cell).Implausible);
        Assert.Null(LayerErrors.First(lab.Explain(cell)));

        var graph = new OnnxGraph(cell.Export.Model);
        var layer = graph.Nodes.Where(n => n.OpType == "Conv").ElementAt(1);
        var codes = graph.Initializer(Producer(graph, layer.Input[2]).Input[0])!;
        graph.SetInitializer(TensorData.Create(codes.Name, codes.Dims, OnnxDataType.Int32, new byte[codes.RawData.Length]));
        var gate = lab.Predict(cell);
        Assert.True(gate.Implausible, $"{gate.MeasuredDb:0.0} dB, {gate.PredictedDb:0.0} predicted");
        var first = LayerErrors.First(lab.Explain(cell));
        Assert.Equal("second", first?.Layer);
        Assert.Contains("first at Relu 'second'", gate.Describe(first), StringComparison.Ordinal);
    }

    private CellLab Lab(ModelProto model) => new(Network.Prepare(model, "m"), MadeImages.Batches(_cache, Input, 16, 1), MadeImages.Batches(_cache, Input, 8, 2));

    private static NodeProto Producer(OnnxGraph graph, string tensor) => graph.Nodes.Single(n => n.Output.Contains(tensor));

    // What is added to the second layer's bias.
    private static ModelProto Plain(float bias = 0)
    {
        var g = new GraphBuilder(3);
        var x = g.Same("Relu", g.Conv(g.Same("Relu", g.Conv(g.Input(-1, 3, 16, 16), 8)), 8));
        var model = Classifier(g, g.Same("Relu", g.Conv(x, 8)), 8);
        model.Graph.Node.Single(n => n.Output.Contains(x)).Name = "second";
        var second = model.Graph.Node.Where(n => n.OpType == "Conv").ElementAt(1);
        var values = model.Graph.Initializer.Single(t => t.Name == second.Input[2]);
        values.RawData = TensorData.Floats("", [], [.. values.ToFloats().Select(v => v + bias)]).RawData;
        return model;
    }

    private static ModelProto Classifier(GraphBuilder g, string features, int channels)
    {
        var pooled = g.Node("GlobalAveragePool", [-1, channels, 1, 1], [features]);
        return g.Build(g.Gemm(g.Node("Flatten", [-1, channels], [pooled], NodeAttributes.Attribute("axis", 1)), 10));
    }
}
