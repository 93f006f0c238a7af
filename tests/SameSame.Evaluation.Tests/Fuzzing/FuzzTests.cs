using SameSame.Testing;
using SameSame.Testing.Fuzzing;

namespace SameSame.Evaluation.Tests.Fuzzing;

/// <summary>Random graphs, quantized by the product and by a simulation that shares nothing with it. The seeds are fixed; <c>bench/run fuzz</c> goes on from there.</summary>
public sealed class FuzzTests : IDisposable
{
    private static readonly float[] Input = GraphBuilder.Samples(3, 2, 3, FuzzGraph.Size, FuzzGraph.Size);
    private readonly TemporaryFolder _cache = new();

    public void Dispose() => _cache.Dispose();

    /// <summary>The interpreter is an oracle only as far as it agrees with ONNX Runtime.</summary>
    [Fact]
    public void The_interpreter_computes_what_ONNX_Runtime_does()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var seed in Enumerable.Range(0, 150))
        {
            var model = FuzzGraph.Create(seed);
            seen.UnionWith(model.Graph.Node.Select(n => n.OpType));
            long[] shape = [2, 3, FuzzGraph.Size, FuzzGraph.Size];
            var expected = OnnxRunner.Run(model, Input, shape, optimize: false);
            var actual = DoubleInterpreter.Run(model, [.. Input.Select(v => (double)v)], shape)[model.Graph.Output[0].Name].Values;
            Assert.True(OnnxRunner.Deviation(expected, [.. actual.Select(v => (float)v)]) < 1e-3, $"seed {seed}: {OnnxRunner.Deviation(expected, [.. actual.Select(v => (float)v)]):e1}");
        }

        foreach (var op in new[] { "Concat", "Pad", "Slice", "Split", "Gather", "Where", "LRN", "Softmax", "LayerNormalization", "MatMul", "Upsample", "Cast", "Transpose", "Shape", "Constant" })
            Assert.Contains(op, seen);
    }

    [Fact]
    public void A_simulation_gains_with_every_bit_and_16_bits_cost_little_more_than_the_images_own()
    {
        foreach (var seed in Enumerable.Range(0, 10))
        {
            double At(int bits) => SchemeSimulation.Run(
                FuzzGraph.Create(seed), [.. Input.Select(v => (double)v)], [2, 3, FuzzGraph.Size, FuzzGraph.Size], bits, bits, perChannel: true, (Input.Min(), Input.Max())).Decibels;
            Assert.True(At(4) < At(8) + 1 && At(8) < At(16) + 1, $"seed {seed}: {At(4):0.0} {At(8):0.0} {At(16):0.0} dB");
        }
    }

    [Fact]
    public void What_fails_is_shrunk_to_what_it_fails_by()
    {
        foreach (var seed in Enumerable.Range(0, 40))
        {
            var model = FuzzGraph.Create(seed);
            if (!Fails(model))
                continue;
            var small = FuzzShrink.Shrink(model, Fails);
            Assert.True(Fails(small));
            Assert.InRange(small.Graph.Node.Count, 1, model.Graph.Node.Count / 2);
            return;
        }

        Assert.Fail("no graph with a Concat");

        static bool Fails(Onnx.Schema.ModelProto graph) => graph.Graph.Node.Any(n => n.OpType == "Concat");
    }

    public static TheoryData<int> Blocks => [.. Enumerable.Range(0, 12)];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void A_quantized_graph_is_no_worse_than_a_plain_simulation_of_its_scheme(int block)
    {
        const int size = 10;
        var found = Enumerable.Range(block * size, size).SelectMany(seed => FuzzCase.Violations(FuzzGraph.Create(seed), _cache).Select(v => $"seed {seed}: {v}")).ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }
}
