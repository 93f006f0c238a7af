using SameSame.Onnx.Algebra;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;
using SameSame.Testing;

namespace SameSame.Onnx.Tests.Algebra;

/// <summary>
/// The ONNX backend's own operator tests (Debian's libonnx-testdata), each put between two constant gains of one, whose outputs are free: random factors
/// flow through the operator, and its published output must not move.
/// </summary>
public class OperatorDataTests
{
    private const string Data = "/usr/share/libonnx-testdata/data/node";

    [SkippableFact]
    public void Published_outputs_do_not_move_under_random_factors()
    {
        Skip.IfNot(Directory.Exists(Data), "Debian's libonnx-testdata is not installed");
        var checkedCases = new Dictionary<string, (int Cases, int Free)>();
        var failures = new List<string>();
        foreach (var folder in Directory.GetDirectories(Data).Order(StringComparer.Ordinal))
        {
            if (Open(folder) is not var (model, op, input, shape, expected) || Wrap(model, shape) is not { } wrapped)
                continue;
            if (Check(wrapped, input, shape, expected) is not var (free, deviation))
                continue;
            var (cases, free0) = checkedCases.GetValueOrDefault(op);
            checkedCases[op] = (cases + 1, free0 + (free ? 1 : 0));
            if (!(deviation < 1e-4))
                failures.Add($"{Path.GetFileName(folder)}: {deviation:e1}");
        }

        Assert.Empty(failures);
        foreach (var op in new[] { "AveragePool", "Clip", "Conv", "ConvTranspose", "Flatten", "Gemm", "LayerNormalization", "LeakyRelu", "MaxPool", "Pad", "PRelu", "ReduceMean", "Relu", "Reshape", "Resize", "Slice", "Split", "Transpose" })
            Assert.True(checkedCases.GetValueOrDefault(op).Cases > 0, $"no case of {op} ran; ran: {string.Join(' ', checkedCases.Keys)}");
        // Factors really do flow: most operators leave some channel free.
        Assert.True(checkedCases.Values.Sum(c => c.Free) > 40, $"{checkedCases.Values.Sum(c => c.Free)} of {checkedCases.Values.Sum(c => c.Cases)}");
    }

    // One operator of the algebra, one float image-like input that is data; everything else given becomes a constant.
    private static (ModelProto Model, string Op, float[] Input, long[] Shape, float[] Expected)? Open(string folder)
    {
        var model = OnnxFile.Load(Path.Combine(folder, "model.onnx"));
        var set = Path.Combine(folder, "test_data_set_0");
        if (model.OpsetImport.Any(o => o.Domain.Length == 0 && o.Version < 6) || model.Graph.Node.Count != 1 || !ChannelAlgebra.SupportedOperators.Contains(model.Graph.Node[0].OpType) || !File.Exists(Path.Combine(set, "output_0.pb")))
            return null;
        var given = model.Graph.Input.Select((_, i) => Path.Combine(set, $"input_{i}.pb")).Where(File.Exists).Select(p => TensorProto.Parser.ParseFrom(File.ReadAllBytes(p))).ToList();
        var expected = TensorProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(set, "output_0.pb")));
        if (given.Count != model.Graph.Input.Count || given.Count == 0 || given[0].ElementType() != OnnxDataType.Float || given[0].Dims.Count < 2 || expected.ElementType() != OnnxDataType.Float
            || expected.Count() == 0 || expected.ToFloats().Any(v => !float.IsFinite(v)))
            return null;
        for (var i = given.Count - 1; i >= 1; i--)
        {
            given[i].Name = model.Graph.Input[i].Name;
            model.Graph.Initializer.Add(given[i]);
            model.Graph.Input.RemoveAt(i);
        }

        return (model, model.Graph.Node[0].OpType, given[0].ToFloats(), [.. given[0].Dims], expected.ToFloats());
    }

    private static ModelProto? Wrap(ModelProto model, long[] shape)
    {
        var (node, x) = (model.Graph.Node[0], model.Graph.Input[0].Name);
        var channels = (int)shape[1];
        long[] dims = [channels, .. Enumerable.Repeat(1L, shape.Length - 2)];
        float[] ones = [.. Enumerable.Repeat(1f, channels)];
        model.Graph.Initializer.Add(TensorData.Floats("gain.ones", dims, ones));
        model.Graph.Node.Insert(0, NodeAttributes.Create("Mul", [x, "gain.ones"], "gained"));
        for (var i = 0; i < node.Input.Count; i++)
            node.Input[i] = node.Input[i] == x ? "gained" : node.Input[i];
        var output = model.Graph.Output[0];
        var declared = Onnx.Shapes.ShapeInference.Declared(output);
        if (declared is not { Length: >= 2 } || declared[1] < 1)
            return null;
        model.Graph.Initializer.Add(TensorData.Floats("ones.out", [declared[1], .. Enumerable.Repeat(1L, declared.Length - 2)], [.. Enumerable.Repeat(1f, (int)declared[1])]));
        node.Output[0] = "ungained";
        model.Graph.Node.Add(NodeAttributes.Create("Mul", ["ungained", "ones.out"], output.Name));
        return model;
    }

    private static (bool Free, double Deviation)? Check(ModelProto model, float[] input, long[] shape, float[] expected)
    {
        var network = Network.Prepare(model, "case");
        var random = new Random(1);
        double[] factors = [1, .. Enumerable.Range(1, network.Analysis.ClassCount - 1).Select(_ => Math.Pow(2, 4 * random.NextDouble() - 2))];
        float[] actual;
        try
        {
            // A case that ONNX Runtime itself cannot run, or computes differently (a dropout in training), says nothing about the algebra.
            if (!(OnnxRunner.Deviation(expected, OnnxRunner.Run(model, input, shape)) < 1e-4))
                return null;
            actual = OnnxRunner.Run(network.Factorize(factors).Model, input, shape);
        }
        catch (OnnxFormatException)
        {
            return null;
        }

        return (factors.Length > 1, OnnxRunner.Deviation(expected, actual));
    }
}
