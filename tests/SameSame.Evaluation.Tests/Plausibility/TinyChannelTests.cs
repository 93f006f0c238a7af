using SameSame.Evaluation.Preprocessing;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests.Plausibility;

/// <summary>
/// Depthwise kernels with channels so small that their bias is all there is of them. Equalization by weights alone enlarged such a channel with its bias until it had the tensor's range
/// to itself.
/// </summary>
public sealed class TinyChannelTests : IDisposable
{
    private readonly TemporaryFolder _cache = new();

    public void Dispose() => _cache.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(1e-3)]
    [InlineData(1e-4)]
    [InlineData(1e-5)]
    public void No_method_falls_far_behind_none(double size)
    {
        var input = new InputSpec { Height = 16, Width = 16 };
        var lab = new CellLab(Network.Prepare(Depthwise(size), "m"), MadeImages.Batches(_cache, input, 32, 1), MadeImages.Batches(_cache, input, 32, 2));
        foreach (var granularity in new[] { "per-channel", "per-tensor" })
        {
            var none = lab.Measure(lab.Quantize("8/8", granularity)).Decibels;
            foreach (var method in new[] { "one-step", "two-step", "cle", "smooth" })
            {
                var decibels = lab.Measure(lab.Quantize("8/8", granularity, method)).Decibels;
                Assert.True(decibels > none - (method == "cle" ? 3 : 6), $"{granularity} {method}: {decibels:0.0} dB where none has {none:0.0}");
            }
        }
    }

    private static ModelProto Depthwise(double size)
    {
        var g = new GraphBuilder(5);
        var x = g.Same("Relu", g.Conv(g.Input(-1, 3, 16, 16), 16));
        var y = g.Conv(x, 16, groups: 16);
        var pooled = g.Node("GlobalAveragePool", [-1, 24, 1, 1], [g.Same("Relu", g.Conv(g.Same("Relu", y), 24, kernel: 1))]);
        var model = g.Build(g.Gemm(g.Node("Flatten", [-1, 24], [pooled], NodeAttributes.Attribute("axis", 1)), 10));
        var node = model.Graph.Node.First(n => n.Output.Contains(y));
        var kernel = model.Graph.Initializer.Single(t => t.Name == node.Input[1]);
        float[] values = kernel.ToFloats();
        for (var c = 0; c < 4; c++)
        {
            foreach (ref var w in values.AsSpan(c * values.Length / 16, values.Length / 16))
                w *= (float)size;
        }

        kernel.RawData = TensorData.Floats("", [], values).RawData;
        var bias = model.Graph.Initializer.Single(t => t.Name == node.Input[2]);
        bias.RawData = TensorData.Floats("", [], [.. bias.ToFloats().Select((b, c) => c < 4 ? 0.5f + Math.Abs(b) : b)]).RawData;
        return model;
    }
}
