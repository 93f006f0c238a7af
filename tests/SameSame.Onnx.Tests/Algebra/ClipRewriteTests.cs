using SameSame.Onnx.Graph;
using SameSame.Testing;

namespace SameSame.Onnx.Tests.Algebra;

public class ClipRewriteTests
{
    private static readonly float[] Input = [.. GraphBuilder.Samples(1, 1, 3, 6, 6).Select(v => v * 4)];

    [Theory]
    [InlineData(0f, 6f, false, "Relu,Min")]
    [InlineData(-1f, 2f, false, "Max,Min")]
    [InlineData(0f, 6f, true, "Clip")]
    [InlineData(0f, float.PositiveInfinity, false, "Relu")]
    public void Bounds_follow_their_channels_exactly(float low, float high, bool equal, string operators)
    {
        var g = new GraphBuilder(31);
        var model = g.Build(g.Conv(g.Clip(g.Conv(g.Input(1, 3, 6, 6), 4), low, high), 2));
        var network = Network.Prepare(model, "m");
        var rewritten = network.Factorize(equal ? [1, 3, 3, 3, 3] : [1, 0.2, 1, 5, 40]);
        Assert.Equal(operators, string.Join(',', rewritten.Nodes.Where(n => n.OpType != "Conv").Select(n => n.OpType)));
        Assert.True(OnnxRunner.Deviation(OnnxRunner.Run(model, Input, [1, 3, 6, 6]), OnnxRunner.Run(rewritten.Model, Input, [1, 3, 6, 6])) < 1e-6);
    }

    [Fact]
    public void Bounds_as_attributes_work_too()
    {
        var g = new GraphBuilder(31, opset: 9);
        var conv = g.Conv(g.Input(1, 3, 6, 6), 4);
        var clip = g.Same("Clip", conv, NodeAttributes.Attribute("min", 0f), NodeAttributes.Attribute("max", 6f));
        var model = g.Build(g.Conv(clip, 2));
        foreach (var factors in new double[][] { [1, 2, 2, 2, 2], [1, 0.2, 1, 5, 40] })
        {
            var rewritten = Network.Prepare(model, "m").Factorize(factors);
            Assert.True(OnnxRunner.Deviation(OnnxRunner.Run(model, Input, [1, 3, 6, 6]), OnnxRunner.Run(rewritten.Model, Input, [1, 3, 6, 6])) < 1e-6);
        }
    }
}
