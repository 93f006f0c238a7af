using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;

namespace SameSame.Testing.Fuzzing.Operators;

/// <summary>Operators that make one value of several.</summary>
internal static class Reductions
{
    public static FuzzTensor OverPositions(FuzzTensor x, Func<double[], double> f) =>
        new([x.Dims[0], x.Dims[1], .. Enumerable.Repeat(1L, x.Rank - 2)], [.. x.Values.Chunk((int)FuzzTensor.Count(x.Dims[2..])).Select(f)]);

    public static FuzzTensor Reduce(NodeCall call, Func<double[], double> f)
    {
        var x = call[0];
        var given = call.Numbers("axes", 1) ?? [.. Enumerable.Range(0, x.Rank).Select(a => (long)a)];
        var axes = given.Select(a => (int)(a < 0 ? a + x.Rank : a)).ToHashSet();
        var kept = Along(x, axes, f);
        return call.Node.Int("keepdims", 1) == 1 ? kept : kept.Reshaped([.. x.Dims.Where((_, a) => !axes.Contains(a))]);
    }

    public static FuzzTensor ArgMax(NodeCall call)
    {
        var axis = call.Axis(0, call[0].Rank);
        var y = Along(call[0], new HashSet<int> { axis }, v => Array.IndexOf(v, v.Max())) with { Type = OnnxDataType.Int64 };
        return call.Node.Int("keepdims", 1) == 1 ? y : y.Reshaped([.. y.Dims.Where((_, a) => a != axis)]);
    }

    /// <summary>Over the last axis, the greatest first.</summary>
    public static FuzzTensor[] TopK(NodeCall call)
    {
        var (x, k) = (call[0], (int)(call.Numbers("k", 1)?[0] ?? call.Node.Int("k", 1)));
        var rows = x.Values.Chunk((int)x.Dims[^1]).Select(r => r.Select((v, i) => (v, i)).OrderByDescending(p => p.v).Take(k).ToList()).ToList();
        long[] dims = [.. x.Dims[..^1], k];
        return [new(dims, [.. rows.SelectMany(r => r.Select(p => p.v))]), new(dims, [.. rows.SelectMany(r => r.Select(p => (double)p.i))], OnnxDataType.Int64)];
    }

    /// <summary>One value for all positions that differ only in <paramref name="axes"/>; those become 1.</summary>
    public static FuzzTensor Along(FuzzTensor x, IReadOnlySet<int> axes, Func<double[], double> f)
    {
        long[] dims = [.. x.Dims.Select((d, a) => axes.Contains(a) ? 1 : d)];
        var groups = new List<double>[FuzzTensor.Count(dims)];
        var shape = FuzzTensor.Zeros(dims);
        var next = 0;
        foreach (var at in FuzzTensor.Positions(x.Dims))
            (groups[shape.Index([.. at.Select((p, a) => axes.Contains(a) ? 0 : p)])] ??= []).Add(x.Values[next++]);
        return new(dims, [.. groups.Select(g => f([.. g]))]);
    }
}
