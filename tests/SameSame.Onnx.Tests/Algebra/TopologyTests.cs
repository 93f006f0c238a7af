using SameSame.Onnx.Graph;
using SameSame.Onnx.Inspection;
using SameSame.Onnx.IO;
using SameSame.Testing;

namespace SameSame.Onnx.Tests.Algebra;

/// <summary>Real exporters' graphs, without weights: what share of the weights lies in a group, and that any factors leave the function alone.</summary>
public class TopologyTests
{
    /// <summary>Share of Conv, Gemm and MatMul weights in a group, in percent: at least this much.</summary>
    public static TheoryData<string, double> Graphs => new()
    {
        { "alexnet", 100 }, { "densenet121", 100 }, { "inception_v3", 100 }, { "mobilenet_v2", 100 }, { "mobilenet_v2_folded", 100 }, { "regnet_y_400mf", 100 }, { "resnet50", 100 },
        { "resnet50_folded", 100 }, { "resnext50_32x4d", 100 }, { "shufflenet_v2_x1_0", 100 }, { "squeezenet1_0", 100 }, { "vgg11_bn", 100 },
        // The rest is behind Sigmoid, HardSigmoid or GELU on both sides, or writes the stream that LayerNorm measures.
        { "convnext_tiny", 98 }, { "efficientnet_b0", 60 }, { "mobilenet_v3_large", 52 }, { "vit_b_16", 66 },
    };

    [SkippableTheory]
    [MemberData(nameof(Graphs))]
    public void A_graph_is_covered_and_random_factors_leave_its_function_alone(string name, double coverage)
    {
        var model = OnnxFile.Load(Path.Combine(Places.Topologies, $"{name}.onnx"));
        Assert.True(PlaceholderWeights.Fill(model, seed: 3) > 0);
        var network = Network.Prepare(model, name);
        var inspection = NetworkInspection.Of(network, weightsKnown: false);
        Assert.True(inspection.Coverage >= coverage, $"{inspection.Coverage:0.0} % of the weights lie in a group");
        Assert.All(inspection.LeftOut, l => Assert.NotEmpty(l.Reason));
        Assert.All(inspection.Groups, g => Assert.Null(g.KernelRanges));

        var random = new Random(1);
        double[] factors = [1, .. Enumerable.Range(1, network.Analysis.ClassCount - 1).Select(_ => Math.Pow(2, 12 * random.NextDouble() - 6))];
        long[] shape = name == "inception_v3" ? [2, 3, 299, 299] : [2, 3, 224, 224];
        var input = GraphBuilder.Samples(7, shape);
        var deviation = OnnxRunner.Deviation(OnnxRunner.Run(model, input, shape), OnnxRunner.Run(network.Factorize(factors).Model, input, shape));
        Assert.True(deviation < 1e-5, $"{name}: {deviation:e1}");
    }

    [Fact]
    public void The_sample_zoo_is_covered()
    {
        foreach (var (model, coverage) in new[] { ("mobilenet_v1", 100), ("mobilenet_v2", 100), ("resnet", 100), ("squeezenet", 100), ("mobilenet_v3", 74) })
        {
            var inspection = NetworkInspection.Of(Network.Load(Path.Combine(Places.Fashion, "models", $"fashion_{model}.onnx")));
            Assert.True(inspection.Coverage >= coverage, $"{model}: {inspection.Coverage:0.0} %");
        }
    }

    [SkippableFact]
    public void A_vision_transformer_has_groups_of_values_and_projections()
    {
        var model = OnnxFile.Load(Path.Combine(Places.Topologies, "vit_b_16.onnx"));
        PlaceholderWeights.Fill(model);
        var inspection = NetworkInspection.Of(Network.Prepare(model, "vit"), weightsKnown: false);
        // Twelve blocks: what attention passes on has one factor for each of 12 heads x 64 values, whatever the image.
        Assert.Equal(12, inspection.Groups.Count(g => g.Channels == 768 && g.Producers is [var p] && p.Contains("self_attention", StringComparison.Ordinal) && g.Consumers is [var c] && c.Contains("self_attention", StringComparison.Ordinal)));
    }
}
