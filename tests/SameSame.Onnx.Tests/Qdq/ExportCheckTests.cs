using System.Runtime.InteropServices;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Qdq;
using SameSame.Onnx.Qdq.Checks;
using SameSame.Onnx.Schema;
using SameSame.Quantization.Equalization;
using SameSame.Quantization.Schemes;
using SameSame.Testing;

namespace SameSame.Onnx.Tests.Qdq;

/// <summary>Each kind of fault that once gave a wrong figure, put back into a finished graph, is found before anything is measured on it.</summary>
public class ExportCheckTests
{
    private static readonly float[] Input = GraphBuilder.Samples(5, RandomGraph.InputShape);

    /// <summary>Name of the fault, bits, what the message must name.</summary>
    public static TheoryData<string, string, string> Faults => new()
    {
        { "one coarse bias step for the whole layer", "16/16", "the bias of channel" },
        { "a bias read as zeros", "8/8", "the bias of channel" },
        { "a bias read as zeros", "16/16", "the bias of channel" },
        { "a bias left in floating point", "8/8", "its bias is not" },
        { "weights left in floating point", "8/8", "its weights are not quantized" },
        { "a weight with another value", "8/8", "weight 0 is stored as" },
        { "a group cut off at the pixels' range", "16/16", "cuts off" },
        { "an activation without Q and DQ", "8/8", "the plan quantizes it and the graph does not" },
        { "a scale of 1 by default", "8/8", "was seen" },
        { "a weight scale of 1 by default", "8/8", "its weights are zeros" },
        { "an infinite scale", "8/8", "scale 0 is" },
        { "a scale of 0", "8/8", "scale 0 is" },
    };

    /// <summary>Its bound, taken into the nodes of the tensor in front, would cut off neither of the two.</summary>
    [Theory]
    [InlineData("6/6")]
    [InlineData("8/8")]
    public void A_bound_behind_a_tensor_that_is_stored_itself_stays(string bits)
    {
        var g = new GraphBuilder(11, opset: 14);
        var x = g.Same("HardSwish", g.Conv(g.Input(RandomGraph.InputShape), 6));
        var bounded = g.Node("Clip", g.Shape(x), [x, "", g.Constant([], 0.05f)]);
        var pooled = g.Node("GlobalAveragePool", [2, 6, 1, 1], [g.Conv(bounded, 6)]);
        var (export, plan, scheme, ranges) = Export(bits, g.Build(g.Gemm(g.Node("Flatten", [2, 6], [pooled], NodeAttributes.Attribute("axis", 1)), 5)));
        ExportCheck.Verify(export, plan, scheme, ranges);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_that_is_put_back_is_found(string fault, string bits, string message)
    {
        var (export, plan, scheme, ranges) = Export(bits, fault.StartsWith("a weight scale", StringComparison.Ordinal) ? WithoutWeights() : null);
        ExportCheck.Verify(export, plan, scheme, ranges);
        PutBack(fault, new OnnxGraph(export.Model), plan);
        var e = Assert.Throws<OnnxFormatException>(() => ExportCheck.Verify(export, plan, scheme, ranges));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_graphs_pass_at_all_widths()
    {
        foreach (var seed in Enumerable.Range(0, 40))
        {
            foreach (var bits in new[] { "8/8", "6/6", "4/4", "8/16", "16/16" })
            {
                var (export, plan, scheme, ranges) = Export(bits, RandomGraph.Create(seed), seed % 2 == 0 ? Granularity.PerChannel : Granularity.PerTensor);
                ExportCheck.Verify(export, plan, scheme, ranges);
            }
        }
    }

    private static void PutBack(string fault, OnnxGraph graph, QuantizationPlan plan)
    {
        var layer = graph.Nodes.First(n => n.OpType == "Conv" && n.Input.Count > 2);
        var (weights, bias) = (By(graph, layer.Input[1]), By(graph, layer.Input[2]));
        var stored = By(graph, plan.Points.Last(p => p.Measured).Tensor);
        switch (fault)
        {
            case "one coarse bias step for the whole layer":
                var scales = graph.Initializer(bias.Input[1])!.ToFloats();
                graph.SetInitializer(TensorData.Floats(bias.Input[1], [], [scales.Max() * (1 << 22)]));
                var codes = graph.Initializer(bias.Input[0])!.ToLongs().Select((c, o) => (int)Math.Round(c * (double)scales[scales.Length == 1 ? 0 : o] / (scales.Max() * (1 << 22)))).ToArray();
                graph.SetInitializer(TensorData.Create(bias.Input[0], [codes.Length], OnnxDataType.Int32, MemoryMarshal.AsBytes<int>(codes)));
                bias.Attribute.Clear();
                break;
            case "a bias read as zeros":
                var zeros = graph.Initializer(bias.Input[0])!;
                graph.SetInitializer(TensorData.Create(zeros.Name, zeros.Dims, OnnxDataType.Int32, new byte[zeros.RawData.Length]));
                break;
            case "a bias left in floating point":
                graph.SetInitializer(TensorData.Floats("real_bias", [graph.Initializer(bias.Input[0])!.Dims[0]], new float[graph.Initializer(bias.Input[0])!.Dims[0]]));
                layer.Input[2] = "real_bias";
                break;
            case "weights left in floating point":
                var tensor = graph.Initializer(weights.Input[0])!;
                graph.SetInitializer(TensorData.Floats("real_weights", tensor.Dims, new float[tensor.Count()]));
                layer.Input[1] = "real_weights";
                break;
            case "a weight with another value":
                var old = graph.Initializer(weights.Input[0])!;
                var raw = old.RawData.ToByteArray();
                raw[0] = (byte)(raw[0] > 64 ? 0 : 127);
                graph.SetInitializer(TensorData.Create(old.Name, old.Dims, OnnxDataType.Int8, raw));
                break;
            case "a group cut off at the pixels' range":
                graph.SetInitializer(TensorData.Floats(stored.Input[1], [], [graph.Initializer(stored.Input[1])!.ToFloats()[0] / 16]));
                break;
            case "an activation without Q and DQ":
                graph.Nodes[graph.Nodes.IndexOf(stored)] = NodeAttributes.Create("Identity", [By(graph, stored.Input[0]).Input[0]], stored.Output[0]);
                break;
            case "a scale of 1 by default":
                graph.SetInitializer(TensorData.Floats(stored.Input[1], [], [1]));
                break;
            case "a weight scale of 1 by default":
                var step = graph.Initializer(By(graph, layer.Input[0]).Input[1])!.ToFloats()[0];
                float[] real = [.. graph.Initializer(bias.Input[0])!.ToLongs().Select(c => c * graph.Initializer(bias.Input[1])!.ToFloats()[0])];
                graph.SetInitializer(TensorData.Floats(weights.Input[1], [], [1]));
                graph.SetInitializer(TensorData.Floats(bias.Input[1], [], [step]));
                graph.SetInitializer(TensorData.Create(bias.Input[0], [real.Length], OnnxDataType.Int32, MemoryMarshal.AsBytes<int>([.. real.Select(b => (int)Math.Round(b / step))])));
                break;
            case "an infinite scale":
                graph.SetInitializer(TensorData.Floats(bias.Input[1], [], [float.PositiveInfinity]));
                break;
            default:
                graph.SetInitializer(TensorData.Floats(stored.Input[1], [], [0]));
                break;
        }
    }

    private static NodeProto By(OnnxGraph graph, string tensor) => graph.Nodes.First(n => n.Output.Contains(tensor));

    private static (QdqExport Export, QuantizationPlan Plan, QuantizationScheme Scheme, Dictionary<string, ValueRange> Ranges) Export(
        string bits, ModelProto? model = null, Granularity granularity = Granularity.PerTensor)
    {
        var network = Network.Prepare(model ?? Small(), "m");
        var plan = QuantizationPlan.Of(network.Folded, "m");
        var statistics = SmallCalibration.Run(network, plan, Input, RandomGraph.InputShape);
        var factors = EqualizationDriver.Run(EqualizationProblems.Build(network, plan, statistics), new NoneMethod());
        var scheme = new QuantizationScheme(BitWidths.Parse(bits), granularity);
        var pixels = new ValueRange(Input.Min(), Input.Max());
        return (QdqExporter.Export(network, plan, statistics, factors, scheme, pixels), plan, scheme, ActivationRanges.OfTensors(network, plan, statistics, factors, scheme, pixels));
    }

    // The first layer is nothing but its biases.
    private static ModelProto WithoutWeights()
    {
        var model = Small();
        var weights = model.Graph.Initializer.Single(t => t.Name == model.Graph.Node[0].Input[1]);
        weights.RawData = Google.Protobuf.ByteString.CopyFrom(new byte[weights.RawData.Length]);
        return model;
    }

    private static ModelProto Small()
    {
        var g = new GraphBuilder(11);
        var x = g.Same("Relu", g.Conv(g.Input(RandomGraph.InputShape), 6));
        var y = g.Same("Relu", g.Conv(x, 6));
        var pooled = g.Node("GlobalAveragePool", [2, 6, 1, 1], [y]);
        return g.Build(g.Gemm(g.Node("Flatten", [2, 6], [pooled], NodeAttributes.Attribute("axis", 1)), 5));
    }
}
