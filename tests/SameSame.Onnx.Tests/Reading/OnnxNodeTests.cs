using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Reading;
using SameSame.Onnx.Schema;
using SameSame.Testing;
using Xunit;

namespace SameSame.Onnx.Tests.Reading;

/// <summary>ONNX's own tests of old operator sets: raised, they give the outputs that are stored with them.</summary>
public class OnnxNodeTests
{
    private const string Data = "/usr/share/libonnx-testdata/data";

    [SkippableTheory]
    [InlineData("node", 20)]
    [InlineData("pytorch-converted", 60)]
    [InlineData("pytorch-operator", 15)]
    public void Stored_outputs_are_met(string kind, int atLeast)
    {
        Skip.IfNot(Directory.Exists(Data), "libonnx-testdata is not installed");
        var failures = new List<string>();
        var run = 0;
        foreach (var folder in Directory.GetDirectories(Path.Combine(Data, kind)).Order(StringComparer.Ordinal))
        {
            var graph = new OnnxGraph(OnnxFile.Load(Path.Combine(folder, "model.onnx")));
            if (graph.Opset is < 6 or > 12 || Case(graph, folder) is not var (input, output))
                continue;
            run++;
            try
            {
                OpsetUpgrade.Raise(graph);
                var actual = OnnxRunner.Run(graph.Model, input.ToFloats(), [.. input.Dims], optimize: false);
                var deviation = OnnxRunner.Deviation(output.ToFloats(), actual);
                if (deviation > 2e-5)
                    failures.Add($"{Path.GetFileName(folder)}: {deviation}");
            }
            catch (OnnxFormatException e)
            {
                failures.Add($"{Path.GetFileName(folder)}: {e.Message}");
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.True(run >= atLeast, $"only {run} cases ran");
    }

    private static (TensorProto Input, TensorProto Output)? Case(OnnxGraph graph, string folder)
    {
        var data = Path.Combine(folder, "test_data_set_0");
        if (graph.Inputs.Count() != 1 || graph.Outputs.Count() != 1 || !File.Exists(Path.Combine(data, "output_0.pb"))
            || File.Exists(Path.Combine(data, "input_1.pb")))
            return null;
        var input = TensorProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(data, "input_0.pb")));
        var output = TensorProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(data, "output_0.pb")));
        return input.ElementType() == OnnxDataType.Float && output.ElementType() == OnnxDataType.Float && output.Count() > 0
            && output.ToFloats().All(float.IsFinite)
            ? (input, output)
            : null;
    }
}
