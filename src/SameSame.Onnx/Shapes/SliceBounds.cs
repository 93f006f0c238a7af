using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Shapes;

/// <summary>The bounds of a Slice on one axis.</summary>
/// <param name="Axis">The axis, counted from the front.</param>
/// <param name="Start">First index; negative counts from the end.</param>
/// <param name="End">Index after the last; negative counts from the end.</param>
/// <param name="Step">Distance of indices.</param>
internal readonly record struct SliceBounds(int Axis, long Start, long End, long Step)
{
    /// <summary>The bounds of a node, as attributes (opset 1) or constant inputs; null where they are computed.</summary>
    public static IReadOnlyList<SliceBounds>? Read(OnnxGraph graph, NodeProto node, int rank)
    {
        var starts = node.Ints("starts") ?? graph.Initializer(node.InputOrNull(1))?.ToLongs();
        var ends = node.Ints("ends") ?? graph.Initializer(node.InputOrNull(2))?.ToLongs();
        if (starts is null || ends is null || (node.InputOrNull(3) is { } a && graph.Initializer(a) is null) || (node.InputOrNull(4) is { } s && graph.Initializer(s) is null))
            return null;
        var axes = node.Ints("axes") ?? graph.Initializer(node.InputOrNull(3))?.ToLongs() ?? [.. Enumerable.Range(0, starts.Length).Select(i => (long)i)];
        var steps = graph.Initializer(node.InputOrNull(4))?.ToLongs() ?? [.. Enumerable.Repeat(1L, starts.Length)];
        return [.. starts.Select((start, i) => new SliceBounds((int)(axes[i] < 0 ? axes[i] + rank : axes[i]), start, ends[i], steps[i]))];
    }

    /// <summary>The selected indices of an axis of <paramref name="size"/>, or null where the size is not known.</summary>
    public int[]? Indices(long size)
    {
        if (size < 0 || Step == 0)
            return null;
        var (low, high) = Step > 0 ? (0L, size) : (-1L, size - 1);
        var start = Math.Clamp(Start < 0 ? Start + size : Start, Step > 0 ? 0 : 0, Step > 0 ? size : size - 1);
        var end = Math.Clamp(End < 0 && End >= -size ? End + size : End < 0 ? low : End, low, Step > 0 ? size : high);
        var indices = new List<int>();
        for (var i = start; Step > 0 ? i < end : i > end; i += Step)
            indices.Add((int)i);
        return [.. indices];
    }
}
