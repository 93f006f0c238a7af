using SameSame.Evaluation.Plausibility;
using SameSame.Evaluation.Preprocessing;
using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests.Plausibility;

/// <summary>ONNX Runtime's integer Softmax cuts off instead of rounding. Outputs that differ little, as a second Softmax gives, then fall on one code.</summary>
public sealed class SoftmaxGuardTests : IDisposable
{
    private readonly TemporaryFolder _cache = new();

    public void Dispose() => _cache.Dispose();

    [Fact]
    public void A_guarded_Softmax_loses_what_rounding_explains_and_an_unguarded_one_far_more()
    {
        var input = new InputSpec { Height = 16, Width = 16 };
        var lab = new CellLab(Network.Prepare(Attention(), "m"), MadeImages.Batches(_cache, input, 32, 1), MadeImages.Batches(_cache, input, 32, 2));
        var cell = lab.Quantize("8/8", "per-channel");
        var guarded = lab.Predict(cell);
        Assert.InRange(guarded.MeasuredDb, guarded.PredictedDb - 3, 200);

        var bare = lab.Predict(cell with { Export = cell.Export with { Model = Unguarded(cell.Export.Model) } });
        Assert.InRange(bare.MeasuredDb, -50, guarded.MeasuredDb - 6);
    }

    private static ModelProto Attention()
    {
        var g = new GraphBuilder(7);
        var x = g.Same("Softmax", g.Same("Tanh", g.Conv(g.Input(-1, 3, 16, 16), 8)), NodeAttributes.Attribute("axis", 1));
        var pooled = g.Node("GlobalAveragePool", [-1, 8, 1, 1], [g.Same("Softmax", x, NodeAttributes.Attribute("axis", 1))]);
        return g.Build(g.Gemm(g.Node("Flatten", [-1, 8], [pooled], NodeAttributes.Attribute("axis", 1)), 10));
    }

    private static ModelProto Unguarded(ModelProto model)
    {
        var copy = model.Clone();
        foreach (var softmax in copy.Graph.Node.Where(n => n.OpType == "Softmax").ToList())
        {
            var guard = copy.Graph.Node.Single(n => n.Output.Contains(softmax.Input[0]));
            Assert.Equal("Max", guard.OpType);
            softmax.Input[0] = guard.Input[0];
            copy.Graph.Node.Remove(guard);
        }

        return copy;
    }
}
