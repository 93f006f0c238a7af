using SameSame.Evaluation.Preprocessing;
using SameSame.Onnx.Graph;
using SameSame.Onnx.Inspection;
using SameSame.Onnx.IO;
using SameSame.Testing;

namespace SameSame.Evaluation.Tests.Plausibility;

/// <summary>At 16/16 nothing but the image's own rounding may cost anything: exporters' graphs with made-up weights, and the sample zoo.</summary>
public sealed class TopologyTests : IDisposable
{
    private readonly TemporaryFolder _cache = new();

    public static TheoryData<string> Topologies =>
    [
        "alexnet", "convnext_tiny", "densenet121", "efficientnet_b0", "inception_v3", "mobilenet_v2", "mobilenet_v2_folded", "mobilenet_v3_large", "regnet_y_400mf", "resnet50",
        "resnet50_folded", "resnext50_32x4d", "shufflenet_v2_x1_0", "squeezenet1_0", "vgg11_bn", "vit_b_16",
    ];

    public static TheoryData<int> Samples => [0, 1, 2, 3, 4];

    public void Dispose() => _cache.Dispose();

    [SkippableTheory]
    [MemberData(nameof(Topologies))]
    public void An_exporters_graph_keeps_60_dB_at_16_bits(string name)
    {
        var path = Path.Combine(Places.Topologies, $"{name}.onnx");
        var model = OnnxFile.Load(path);
        PlaceholderWeights.Fill(model);
        var size = (int)model.Graph.Input[0].Type.TensorType.Shape.Dim[2].DimValue;
        var input = new InputSpec { Height = size, Width = size, Mean = [0.485, 0.456, 0.406], Std = [0.229, 0.224, 0.225] };
        var images = MadeImages.Batches(_cache, input, 2, 1);
        Keeps(new CellLab(Network.Prepare(model, path), images, images));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_network_keeps_60_dB_at_16_bits(int index)
    {
        using var zoo = new SampleZoo(Places.Fashion);
        var entry = zoo.Zoo.Models[index];
        var images = zoo.Calibration(entry, 64);
        Keeps(new CellLab(zoo.Load(entry), images, images));
    }

    private static void Keeps(CellLab lab)
    {
        foreach (var granularity in new[] { "per-tensor", "per-channel" })
        {
            var cell = lab.Quantize("16/16", granularity);
            var gate = lab.Measure(cell).Gate;
            Assert.False(gate.Implausible, $"{granularity}: {gate.MeasuredDb:0.0} dB where {gate.PredictedDb:0.0} were predicted");
            Assert.True(cell.Export.Real.None, cell.Export.Real.ToString());
            var (measured, predicted) = lab.BeyondTheImage(cell);
            // Made-up weights without BatchNorm amplify any error layer by layer, in two of the graphs by so much that rounding itself ends a little below 60.
            Assert.True(measured >= Math.Min(60, predicted - 1) && measured > 55, $"{granularity}: {measured:0.0} dB where {predicted:0.0} were predicted");
        }
    }
}
