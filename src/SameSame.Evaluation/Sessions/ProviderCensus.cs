using System.Text.Json;

namespace SameSame.Evaluation.Sessions;

/// <summary>Which provider ran each node of an optimized graph, from ONNX Runtime's profile of one run.</summary>
/// <param name="Nodes">Number of nodes by provider.</param>
/// <param name="IntegerNodes">How many of them are kernels that compute on integers: quantized convolutions, products and sums.</param>
/// <param name="FloatLayers">The convolutions and matrix products that ran in floating point, by node name.</param>
public sealed record ProviderCensus(IReadOnlyDictionary<string, int> Nodes, int IntegerNodes, IReadOnlyList<string> FloatLayers)
{
    /// <summary>Names of the operators that ran on each provider, with how many nodes each had.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>> Operators { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, int>>();

    private static readonly HashSet<string> Float = new(StringComparer.Ordinal) { "Conv", "FusedConv", "ConvTranspose", "Gemm", "FusedGemm", "MatMul", "FusedMatMul" };

    /// <summary>One word per provider, <c>provider:nodes</c>, for tables and logs.</summary>
    public string Text => string.Join(' ', Nodes.OrderBy(n => n.Key, StringComparer.Ordinal).Select(n => $"{n.Key}:{n.Value}"));

    /// <summary>Reads a profile: one JSON array of events, of which those of category Node with a provider are executions of nodes.</summary>
    public static ProviderCensus Read(string path)
    {
        using var stream = File.OpenRead(path);
        using var document = JsonDocument.Parse(stream);
        var seen = new Dictionary<string, (string Provider, string Operator)>(StringComparer.Ordinal);
        foreach (var entry in document.RootElement.EnumerateArray())
        {
            if (entry.TryGetProperty("cat", out var category) && category.GetString() == "Node" && entry.TryGetProperty("args", out var arguments)
                && arguments.TryGetProperty("provider", out var provider) && arguments.TryGetProperty("op_name", out var name))
            {
                seen[entry.GetProperty("name").GetString()!.Replace("_kernel_time", "", StringComparison.Ordinal)] = (provider.GetString()!, name.GetString()!);
            }
        }

        return new ProviderCensus(
            seen.Values.GroupBy(n => n.Provider).ToDictionary(g => g.Key, g => g.Count()),
            seen.Values.Count(n => IsInteger(n.Operator)), [.. seen.Where(n => Float.Contains(n.Value.Operator)).Select(n => n.Key)])
        {
            Operators = seen.Values.GroupBy(n => n.Provider).ToDictionary(
                g => g.Key, IReadOnlyDictionary<string, int> (g) => g.GroupBy(n => n.Operator).ToDictionary(o => o.Key, o => o.Count())),
        };
    }

    private static bool IsInteger(string name) => name.StartsWith("QLinear", StringComparison.Ordinal) || name is "QGemm" or "ConvInteger" or "MatMulInteger" or "DynamicQuantizeMatMul" or "MatMulIntegerToFloat";
}
