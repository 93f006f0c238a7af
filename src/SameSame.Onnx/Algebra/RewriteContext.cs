using SameSame.Onnx.Graph;

namespace SameSame.Onnx.Algebra;

/// <summary>A graph under rewriting, with the factor of every channel of every tensor.</summary>
internal sealed class RewriteContext(OnnxGraph graph, ChannelAnalysis analysis, double[] factors)
{
    public OnnxGraph Graph { get; } = graph;

    /// <summary>Factors of a tensor's channels; null where the tensor has none (a constant, or no channel axis): factor 1.</summary>
    public double[]? Of(string tensor) => analysis.TensorClasses.TryGetValue(tensor, out var classes) ? [.. classes.Select(c => factors[c])] : null;

    /// <summary>Dimensions that broadcast a per-channel constant against a tensor: [1, C, 1, ...], or [C] for rank 2.</summary>
    public long[] BroadcastDims(string tensor, int channels)
    {
        var rank = analysis.Shapes[tensor]?.Length ?? 4;
        return [1, channels, .. Enumerable.Repeat(1L, Math.Max(0, rank - 2))];
    }
}
