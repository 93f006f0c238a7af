using CsCheck;
using SameSame.Onnx.Graph;
using SameSame.Onnx.Qdq;
using SameSame.Onnx.Schema;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;
using SameSame.Testing;

namespace SameSame.Onnx.Tests.Qdq;

public class QdqExporterTests
{
    private static readonly long[] Shape = RandomGraph.InputShape;
    private static readonly float[] Input = GraphBuilder.Samples(5, RandomGraph.InputShape);

    public static TheoryData<string, string> Kinds
    {
        get
        {
            var kinds = new TheoryData<string, string>();
            foreach (var bits in new[] { "8/8", "6/6", "4/8", "4/4", "2/8", "8/16", "16/16", "12/10" })
            {
                foreach (var granularity in GranularityNames.All)
                    kinds.Add(bits, granularity);
            }

            return kinds;
        }
    }

    /// <summary>
    /// ONNX Runtime's optimizer is not trusted, it is tested: a graph must mean the same to it, to a session without it, and in float. The graphs are
    /// the same in every run: how many values lie on the edge between two codes is a matter of chance, and one graph in two thousand has too many.
    /// </summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_graph_means_the_same_optimized_unoptimized_and_spelled_out_in_float(string bits, string granularity)
    {
        foreach (var seed in Enumerable.Range(100, 12))
            MeansTheSame(seed, bits, granularity);
    }

    private static void MeansTheSame(int seed, string bits, string granularity)
    {
        var model = Export(RandomGraph.Create(seed), bits, granularity, seed).Model;
        var simulated = OnnxRunner.Run(FloatSimulation.Of(model), Input, Shape, optimize: false);
        Assert.True(OnnxRunner.Deviation(simulated, OnnxRunner.Run(model, Input, Shape, optimize: false)) < 1e-4, $"seed {seed}: the unoptimized session differs");
        // A value on the edge between two codes may round either way, and from there on everything differs: so block by block. Averages of four
        // codes lie on an edge often.
        var graph = new OnnxGraph(model);
        var consumed = graph.Consumers();
        var stored = graph.Nodes.Where(n => n.OpType == "DequantizeLinear" && graph.Initializer(n.Input[0]) is null && !n.Output[0].StartsWith("x.", StringComparison.Ordinal))
            .Select(n => n.Output[0]).Where(t => consumed.TryGetValue(t, out var readers) && readers.Any(r => r.OpType is not ("Min" or "QuantizeLinear"))).ToList();
        var (blocks, _) = BlockwiseSimulation.Compare(model, stored, Input, Shape);
        Assert.NotEmpty(blocks);
        Assert.All(blocks, b => Assert.True(b.WorstSteps < 1.01 && b.Differing < 0.35, $"seed {seed}: {b.Tensor}: {b.Differing:p2} differ, by up to {b.WorstSteps:0.00} steps"));
    }

    [Fact]
    public void An_8_bit_graph_is_what_plain_double_loops_compute() => Gen.Int[0, 100_000].Sample(seed =>
    {
        var g = new GraphBuilder(seed);
        var x = g.Clip(g.Conv(g.Input(Shape), 6, stride: 2), 0, 6);
        var y = g.Node("Add", g.Shape(x), [g.Conv(g.Same("Relu", g.Conv(x, 6, groups: 6)), 6, kernel: 1), x]);
        var pooled = g.Node("GlobalAveragePool", [2, 6, 1, 1], [y]);
        var model = Export(g.Build(g.Gemm(g.Node("Flatten", [2, 6], [pooled], NodeAttributes.Attribute("axis", 1)), 5)), "8/8", "per-channel", seed).Model;
        var expected = NaiveInterpreter.Run(model, Input, Shape);
        Assert.True(OnnxRunner.Deviation([.. expected.Select(v => (float)v)], OnnxRunner.Run(model, Input, Shape)) < 0.02);
    }, iter: 20);

    [Fact]
    public void Weights_are_stored_as_integers_that_fit_their_bits()
    {
        foreach (var (bits, limit) in new[] { ("8/8", 127), ("6/6", 31), ("4/8", 7), ("2/8", 1) })
        {
            var graph = new OnnxGraph(Export(RandomGraph.Create(3), bits, "per-tensor", 1).Model);
            var codes = graph.Initializers.Where(t => t.Name.EndsWith("weight.dequantized.codes", StringComparison.Ordinal)).ToList();
            Assert.NotEmpty(codes);
            Assert.All(codes, t => Assert.Equal(limit, t.RawData.Max(b => Math.Abs((int)(sbyte)b))));
        }
    }

    /// <summary>A bias of 0.4 is 2.4e9 steps of this graph's 16-bit weight times its 16-bit activation.</summary>
    [Fact]
    public void A_16_bit_layer_whose_bias_does_not_fit_int32_gets_a_coarser_bias() => MeansTheSame(29917, "16/16", "per-tensor");

    [Fact]
    public void Fewer_activation_bits_than_the_container_are_cut_off()
    {
        var model = Export(RandomGraph.Create(3), "8/4", "per-tensor", 1).Model;
        var graph = new OnnxGraph(model);
        var consumers = graph.Consumers();
        // What layers read, but for the input, whose range is exact.
        var stored = graph.Nodes.Where(n => n.OpType == "DequantizeLinear" && graph.Initializer(n.Input[0]) is null && !n.Output[0].StartsWith("x.", StringComparison.Ordinal)
            && consumers.GetValueOrDefault(n.Output[0], []).Any(r => r.OpType is "Conv" or "Gemm" or "MatMul")).ToList();
        Assert.NotEmpty(stored);
        foreach (var node in stored)
        {
            var real = OnnxRunner.RunAll(model, [node.Output[0]], Input, Shape)[node.Output[0]];
            var scale = SameSame.Onnx.IO.TensorData.ToFloats(graph.Initializer(node.Input[1])!)[0];
            var zero = graph.Initializer(node.Input[2])!.RawData[0];
            Assert.True(real.Values.Max() <= (15 - zero) * scale * 1.0001f);
        }
    }

    [Theory]
    [InlineData("6/6")]
    [InlineData("8/4")]
    public void One_bound_for_a_tensor_cuts_off_codes(string bits)
    {
        var g = new GraphBuilder(7);
        var x = g.Same("Relu", g.Conv(g.Input(Shape), 6, stride: 2));
        var model = g.Build(g.Gemm(g.Node("Flatten", [2, 6], [g.Node("GlobalAveragePool", [2, 6, 1, 1], [g.Conv(x, 6)])], NodeAttributes.Attribute("axis", 1)), 5));
        var codes = Export(model, bits, "per-tensor", 1).Model;
        Assert.Equal((3, 0), (Count(codes, "Clip"), Count(codes, "Min")));
        var simulated = OnnxRunner.Run(FloatSimulation.Of(codes), Input, Shape, optimize: false);
        Assert.True(OnnxRunner.Deviation(simulated, OnnxRunner.Run(codes, Input, Shape, optimize: false)) < 1e-4);
        // Clip on bytes came with opset 12; what an older file is raised to has it.
        model.OpsetImport.Single().Version = 11;
        Assert.Equal(OnnxRunner.Run(codes, Input, Shape), OnnxRunner.Run(Export(model, bits, "per-tensor", 1).Model, Input, Shape));

        static int Count(ModelProto graph, string type) => graph.Graph.Node.Count(n => n.OpType == type);
    }

    [Fact]
    public void The_same_recipe_gives_the_same_bytes() => Assert.Equal(
        Onnx.IO.OnnxFile.ToBytes(Export(RandomGraph.Create(9), "8/8", "per-channel", 4).Model), Onnx.IO.OnnxFile.ToBytes(Export(RandomGraph.Create(9), "8/8", "per-channel", 4).Model));

    private static QdqExport Export(ModelProto model, string bits, string granularity, int seed)
    {
        var network = Network.Prepare(model, "m");
        var plan = QuantizationPlan.Of(network.Folded, "m");
        var statistics = SmallCalibration.Run(network, plan, Input, Shape);
        var random = new Random(seed);
        double[] factors = [1, .. Enumerable.Range(1, network.Analysis.ClassCount - 1).Select(_ => Math.Pow(2, 2 * random.NextDouble() - 1))];
        var scheme = new QuantizationScheme(BitWidths.Parse(bits), GranularityNames.Parse(granularity));
        return QdqExporter.Export(network, plan, statistics, new Factorization("test", factors, 1), scheme, new ValueRange(Input.Min(), Input.Max()));
    }
}
