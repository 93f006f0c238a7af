using SameSame.Evaluation.Measurement;
using SameSame.Evaluation.Plausibility;
using SameSame.Evaluation.Preprocessing;
using SameSame.Evaluation.Sessions;
using SameSame.Onnx;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Qdq;
using SameSame.Onnx.Schema;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests.Sessions;

/// <summary>What a GPU computes in floating point is what the Q/DQ nodes of the file say, bit for bit where no kernel is exchanged.</summary>
public sealed class SimulatedFormTests : IDisposable
{
    private static readonly InputSpec Input = new() { Height = 16, Width = 16 };
    private readonly TemporaryFolder _cache = new();

    public void Dispose() => _cache.Dispose();

    [Theory]
    [InlineData("8/8", "per-tensor")]
    [InlineData("8/8", "per-channel")]
    [InlineData("6/6", "per-tensor")]
    [InlineData("4/4", "per-channel")]
    [InlineData("8/16", "per-channel")]
    [InlineData("16/16", "per-tensor")]
    public void The_simulation_gives_the_logits_of_the_file(string bits, string granularity)
    {
        var images = MadeImages.Batches(_cache, Input, 8, 2);
        var lab = new CellLab(Network.Prepare(Model(), "m"), MadeImages.Batches(_cache, Input, 16, 1), images);
        var export = MeasuredForm.Of(lab.Quantize(bits, granularity).Export.Model);
        var simulated = SimulatedForm.Of(export);

        Assert.DoesNotContain(simulated.Graph.Node, n => n.OpType.EndsWith("antizeLinear", StringComparison.Ordinal) || n.Domain == "com.microsoft");
        Assert.All(simulated.Graph.Initializer, t => Assert.Equal(OnnxDataType.Float, t.ElementType()));
        Assert.Equal(Logits(export, images), Logits(simulated, images));
        Assert.True(lab.Reference.AsSpan().SequenceEqual(Logits(SimulatedForm.Of(lab.Network.Original), images, optimize: true)));
    }

    /// <summary>With steps of a quarter, most tensors leave their codes on one side or both.</summary>
    [Theory]
    [InlineData("8/8")]
    [InlineData("6/6")]
    [InlineData("16/16")]
    public void What_no_code_stands_for_is_cut_off_alike(string bits)
    {
        var images = MadeImages.Batches(_cache, Input, 8, 2);
        var lab = new CellLab(Network.Prepare(Model(), "m"), MadeImages.Batches(_cache, Input, 16, 1), images);
        var export = MeasuredForm.Of(lab.Quantize(bits, "per-tensor").Export.Model);
        var whole = Logits(export, images);
        var graph = new OnnxGraph(export);
        foreach (var scale in graph.Nodes.Where(n => n.OpType == "QuantizeLinear").Select(n => n.Input[1]).Distinct().ToList())
            graph.SetInitializer(TensorData.Floats(scale, [], [graph.Initializer(scale)!.ToFloats()[0] / 4]));
        var cut = Logits(export, images);
        Assert.NotEqual(whole, cut);
        Assert.Equal(cut, Logits(SimulatedForm.Of(export), images));
    }

    [Fact]
    public void Codes_that_an_unknown_operator_reads_are_refused()
    {
        var lab = new CellLab(Network.Prepare(Model(), "m"), MadeImages.Batches(_cache, Input, 16, 1), MadeImages.Batches(_cache, Input, 8, 2));
        var export = lab.Quantize("8/8", "per-tensor").Export.Model.Clone();
        var codes = export.Graph.Node.First(n => n.OpType == "QuantizeLinear").Output[0];
        export.Graph.Node.Add(NodeAttributes.Create("Identity", [codes], "codes_read"));
        var e = Assert.Throws<OnnxFormatException>(() => SimulatedForm.Of(export));
        Assert.Contains(codes, e.Message, StringComparison.Ordinal);
    }

    private static float[] Logits(ModelProto model, ImageBatches images, bool optimize = false)
    {
        using var session = new OrtModel(OnnxFile.ToBytes(model), new SessionSettings(2, Optimize: optimize), "m");
        return LogitError.Logits(session, images);
    }

    // ReLU6, so that codes are cut off at a bound; a layer without an activation, so that zero points are not 0; an addition and a pool.
    private static ModelProto Model()
    {
        var g = new GraphBuilder(3);
        var x = g.Clip(g.Conv(g.Input(-1, 3, 16, 16), 8), 0, 6);
        var y = g.Conv(x, 8);
        var pooled = g.Node("GlobalAveragePool", [-1, 8, 1, 1], [g.Node("Add", g.Shape(x), [x, y])]);
        return g.Build(g.Gemm(g.Node("Flatten", [-1, 8], [pooled], NodeAttributes.Attribute("axis", 1)), 10));
    }
}
