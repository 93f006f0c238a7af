using SameSame.Onnx.Graph;
using SameSame.Onnx.Shapes;

namespace SameSame.Onnx.Constants;

/// <summary>Operators that move, drop and repeat elements of one tensor.</summary>
internal static class Movement
{
    /// <summary>The operators.</summary>
    public static IEnumerable<(string Name, Evaluation Evaluate)> Operators =>
    [
        ("Transpose", o => Transpose(o[0], o.Node.Ints("perm"))), ("Slice", Slice), ("Expand", Expand), ("Tile", Tile),
        ("Pad", Pad),
    ];

    /// <summary>The axes in another order, in reverse where it is not given.</summary>
    public static ConstantTensor Transpose(ConstantTensor x, long[]? order)
    {
        order ??= [.. Layout.Upto(x.Rank).Reverse()];
        UnevaluableException.Unless(order.Order().SequenceEqual(Layout.Upto(x.Rank).Select(i => (long)i)),
            "a permutation of the axes");
        var strides = Layout.Strides(x.Dims);
        int[][] places = [.. order.Select(axis => Layout.Upto(x.Dims[axis]).Select(i => i * strides[axis]).ToArray())];
        return x.Pick([.. order.Select(axis => x.Dims[axis])], Layout.Combine(places));
    }

    private static ConstantTensor Slice(Operands o)
    {
        var x = o[0];
        var starts = o.Integers("starts", 1) ?? throw new UnevaluableException("where a slice starts");
        var ends = o.Integers("ends", 2) ?? throw new UnevaluableException("where a slice ends");
        var axes = o.Integers("axes", 3) ?? [.. Layout.Upto(starts.Length)];
        var steps = o.Optional(4) is null ? [.. Enumerable.Repeat(1L, starts.Length)] : o.Integers(4);
        UnevaluableException.Unless(
            ends.Length == starts.Length && axes.Length == starts.Length && steps.Length == starts.Length, "bounds of each axis");
        var indices = x.Dims.Select(Layout.Upto).ToArray();
        var seen = new HashSet<int>();
        for (var i = 0; i < starts.Length; i++)
        {
            var axis = Layout.Axis(axes[i], x.Rank);
            UnevaluableException.Unless(steps[i] != 0 && seen.Add(axis), "a step and one pair of bounds for each axis");
            // No step past an int's range differs from the greatest int's, but sums with it could overflow.
            var step = Math.Clamp(steps[i], -int.MaxValue, int.MaxValue);
            indices[axis] = x.Dims[axis] == 0 ? [] : new SliceBounds(axis, starts[i], ends[i], step).Indices(x.Dims[axis])!;
        }

        return x.Select(indices);
    }

    private static ConstantTensor Expand(Operands o) => o[0].Broadcast(Layout.Broadcast([o[0].Dims, o.Integers(1)]));

    private static ConstantTensor Tile(Operands o)
    {
        var (x, repeats) = (o[0], o.Integers(1));
        UnevaluableException.Unless(repeats.Length == x.Rank && repeats.All(r => r is >= 0 and <= Layout.Largest),
            "repeats of each axis");
        _ = Layout.Count([.. x.Dims.Select((d, i) => d * repeats[i])]);
        return x.Select([.. x.Dims.Select((d, i) => Layout.Upto(d * repeats[i]).Select(k => (int)(k % d)).ToArray())]);
    }

    private static ConstantTensor Pad(Operands o)
    {
        var x = o[0];
        UnevaluableException.Unless(o.Node.Text("mode", "constant") == "constant", "padding by a constant");
        var pads = o.Integers("pads", 1) ?? throw new UnevaluableException("how much padding");
        long[] given = o.Optional(3) is null ? [.. Layout.Upto(x.Rank)] : o.Integers(3);
        int[] axes = [.. given.Select(a => Layout.Axis(a, x.Rank))];
        UnevaluableException.Unless(pads.Length == 2 * axes.Length && axes.Distinct().Count() == axes.Length,
            "padding on both sides of each axis");
        UnevaluableException.Unless(pads.All(p => Math.Abs(p) <= Layout.Largest), "so much padding");
        var fill = o.Optional(2) ?? (o.Node.Find("value") is { } value ? ConstantTensor.Of(x.Type, [], [value.F]) : null);
        var indices = x.Dims.Select(Layout.Upto).ToArray();
        for (var i = 0; i < axes.Length; i++)
        {
            var (before, size) = (pads[i], x.Dims[axes[i]]);
            var padded = before + size + pads[i + axes.Length];
            UnevaluableException.Unless(padded is >= 0 and <= Layout.Largest, "a size");
            indices[axes[i]] = [.. Layout.Upto(padded).Select(k => k - before is var at && at >= 0 && at < size ? (int)at : -1)];
        }

        return x.Select(indices, fill);
    }
}
