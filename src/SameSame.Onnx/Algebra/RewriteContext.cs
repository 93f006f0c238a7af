using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Algebra;

/// <summary>A graph under rewriting, with the factor of every channel of every tensor.</summary>
internal sealed class RewriteContext(OnnxGraph graph, ChannelAnalysis analysis, double[] factors)
{
    public OnnxGraph Graph { get; } = graph;

    /// <summary>Factors of a tensor's channels; null where the tensor has none (a constant, or of unknown shape): factor 1.</summary>
    public double[]? Of(string tensor) => analysis.Channels.TryGetValue(tensor, out var channels) ? [.. channels.Classes.Select(c => factors[c])] : null;

    /// <summary>Dimensions that broadcast a per-channel constant against a tensor: [1, C, 1, ...] for a feature map.</summary>
    public int[] Dims(string tensor) => analysis.Channels[tensor].Dims;

    /// <summary>Factors along one axis of a tensor whose factors depend on no other; all 1 where nothing is known.</summary>
    public double[] Along(string tensor, int count) => Of(tensor) is { } found && found.Length == count ? found : [.. Enumerable.Repeat(1.0, count)];

    /// <summary>Multiplies a constant input by a tensor's factors, element by element as ONNX broadcasts them.</summary>
    public void ScaleConstant(NodeProto node, int index, string tensor, Func<double, double>? of = null)
    {
        if (Of(tensor) is not { } found || found.All(f => f == 1) || Graph.Initializer(node.Input[index]) is not { } constant)
            return;
        var (values, dims) = (constant.ToFloats(), Dims(tensor));
        var rank = Math.Max(dims.Length, constant.Dims.Count);
        int[] own = [.. Enumerable.Repeat(1, rank - constant.Dims.Count), .. constant.Dims.Select(d => (int)d)];
        int[] scale = [.. Enumerable.Repeat(1, rank - dims.Length), .. dims];
        var at = new FactorMap(own, [.. Enumerable.Range(0, values.Length)]);
        var by = new FactorMap(scale, [.. Enumerable.Range(0, found.Length)]);
        int[] result = [.. own.Zip(scale, Math.Max)];
        var position = FactorMap.Fill(result, at.At).Variables;
        var factor = FactorMap.Fill(result, by.At).Variables;
        float[] scaled = [.. position.Select((p, n) => (float)(values[p] * (of?.Invoke(found[factor[n]]) ?? found[factor[n]])))];
        Graph.SetConstantInput(node, index, result.Select(d => (long)d), scaled);
    }
}
