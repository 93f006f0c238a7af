using SameSame.Onnx.Constants;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Tests.Constants;

/// <summary>The ONNX backend's own operator tests (Debian's libonnx-testdata) as constants.</summary>
internal static class PublishedCases
{
    private const string Data = "/usr/share/libonnx-testdata/data/node";

    /// <summary>Cases of supported operators that cannot be evaluated, and why.</summary>
    private static readonly Dictionary<string, string> Excluded = new(StringComparer.Ordinal)
    {
        ["test_cast_BFLOAT16_to_FLOAT"] = "bfloat16 is not evaluated",
        ["test_cast_FLOAT_to_BFLOAT16"] = "bfloat16 is not evaluated",
        ["test_castlike_BFLOAT16_to_FLOAT"] = "bfloat16 is not evaluated",
        ["test_castlike_FLOAT_to_BFLOAT16"] = "bfloat16 is not evaluated",
        ["test_castlike_BFLOAT16_to_FLOAT_expanded"] = "bfloat16 is not evaluated",
        ["test_castlike_FLOAT_to_BFLOAT16_expanded"] = "bfloat16 is not evaluated",
        ["test_cast_FLOAT_to_STRING"] = "text is not evaluated",
        ["test_cast_STRING_to_FLOAT"] = "text is not evaluated",
        ["test_castlike_FLOAT_to_STRING"] = "text is not evaluated",
        ["test_castlike_STRING_to_FLOAT"] = "text is not evaluated",
        ["test_castlike_FLOAT_to_STRING_expanded"] = "text is not evaluated",
        ["test_castlike_STRING_to_FLOAT_expanded"] = "text is not evaluated",
        ["test_identity_opt"] = "an optional is no tensor",
        ["test_identity_sequence"] = "a sequence is no tensor",
        ["test_edge_pad"] = "padding by a constant only",
        ["test_reflect_pad"] = "padding by a constant only",
    };

    private static readonly Lazy<(string Folder, ModelProto Model)[]> All = new(() => !Directory.Exists(Data) ? [] :
    [
        .. Directory.GetDirectories(Data).Order(StringComparer.Ordinal).Where(f => !Excluded.ContainsKey(Path.GetFileName(f)))
            .Select(f => (f, OnnxFile.Load(Path.Combine(f, "model.onnx"))))
            .Where(c => c.Item2.Graph.Node.All(n => n.OpType == "Constant" || ConstantEvaluator.Supported.Contains(n.OpType))),
    ]);

    /// <summary>True where the package is installed.</summary>
    public static bool Exist => Directory.Exists(Data);

    /// <summary>The cases of one operator; of graphs of several where it is null.</summary>
    public static IEnumerable<(string Folder, ModelProto Model)> Of(string? op) =>
        All.Value.Where(c => op is null ? c.Model.Graph.Node.Count > 1 : c.Model.Graph.Node is [var node] && node.OpType == op);

    /// <summary>What the case expects, and what the evaluator makes of it: null where it gives up.</summary>
    public static IEnumerable<(ConstantTensor Expected, ConstantTensor? Actual)> Evaluate(string folder, ModelProto model)
    {
        var known = new Dictionary<string, ConstantTensor>(StringComparer.Ordinal);
        for (var i = 0; i < model.Graph.Input.Count; i++)
        {
            if (Read(folder, $"input_{i}") is { } input)
                known[model.Graph.Input[i].Name] = input;
        }

        foreach (var node in model.Graph.Node)
        {
            if (node.OpType == "Constant")
                known[node.Output[0]] = ConstantTensorData.Read(ConstantNodes.Read(node)!)!;
            else if (ConstantEvaluator.TryEvaluate(node, [.. node.Input.Select(i => known.GetValueOrDefault(i))],
                out var outputs))
            {
                for (var i = 0; i < node.Output.Count; i++)
                    known[node.Output[i]] = outputs[i];
            }
        }

        return model.Graph.Output.Select((o, i) => (Read(folder, $"output_{i}")!, known.GetValueOrDefault(o.Name)));
    }

    private static ConstantTensor? Read(string folder, string name)
    {
        var path = Path.Combine(folder, "test_data_set_0", $"{name}.pb");
        return File.Exists(path) ? ConstantTensorData.Read(TensorProto.Parser.ParseFrom(File.ReadAllBytes(path))) : null;
    }
}
