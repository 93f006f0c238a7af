using SameSame.Onnx.Graph;

namespace SameSame.Onnx.Constants;

/// <summary>Operators that pick elements by index, and those that put tensors together and take them apart.</summary>
internal static class Selection
{
    /// <summary>The operators with one output.</summary>
    public static IEnumerable<(string Name, Evaluation Evaluate)> Operators =>
        [("Gather", Gather), ("GatherElements", GatherElements), ("Concat", Concat), ("Where", Where)];

    /// <summary>Parts of a tensor along an axis: by sizes, or of equal size but for the last.</summary>
    public static ConstantTensor[] Split(Operands o)
    {
        var x = o[0];
        var axis = Layout.Axis(o.Node.Int("axis", 0), x.Rank);
        var (size, parts) = (x.Dims[axis], o.Node.Int("num_outputs", o.Node.Output.Count));
        UnevaluableException.Unless(parts is > 0 and <= Layout.Largest, "a number of parts");
        var part = (size + parts - 1) / parts;
        var sizes = o.Integers("split", 1) ?? [.. Layout.Upto(parts).Select(i => Math.Clamp(size - i * part, 0, part))];
        UnevaluableException.Unless(sizes.All(s => s >= 0 && s <= size) && sizes.Sum() == size, "parts that make up the whole");
        var indices = x.Dims.Select(Layout.Upto).ToArray();
        var start = 0;
        return [.. sizes.Select(s =>
        {
            indices[axis] = [.. Enumerable.Range(start, (int)s)];
            start += (int)s;
            return x.Select(indices);
        })];
    }

    private static ConstantTensor Gather(Operands o)
    {
        var (x, at) = (o[0], o[1]);
        var axis = Layout.Axis(o.Node.Int("axis", 0), x.Rank);
        var indices = x.Dims.Select(Layout.Upto).ToArray();
        indices[axis] = [.. o.Integers(1).Select(i => Layout.Axis(i, (int)x.Dims[axis]))];
        long[] dims = [.. x.Dims[..axis], .. at.Dims, .. x.Dims[(axis + 1)..]];
        return x.Select(indices).Reshaped(dims);
    }

    private static ConstantTensor GatherElements(Operands o)
    {
        var (x, at, values) = (o[0], o[1], o.Integers(1));
        var axis = Layout.Axis(o.Node.Int("axis", 0), x.Rank);
        UnevaluableException.Unless(at.Rank == x.Rank && !at.Dims.Where((d, i) => i != axis && d > x.Dims[i]).Any(),
            "indices of the same rank");
        var strides = Layout.Strides(x.Dims);
        var places =
            Layout.Combine([.. at.Dims.Select((d, i) => Layout.Upto(d).Select(k => i == axis ? 0 : k * strides[i]).ToArray())]);
        for (var i = 0; i < places.Length; i++)
            places[i] += strides[axis] * Layout.Axis(values[i], (int)x.Dims[axis]);
        return x.Pick(at.Dims, places);
    }

    private static ConstantTensor Concat(Operands o)
    {
        var parts = o.Alike();
        var first = parts[0];
        var axis = Layout.Axis(o.Node.Int("axis", 1), first.Rank);
        long[] dims = [.. first.Dims];
        dims[axis] = parts.Sum(p => p.Rank == first.Rank ? p.Dims[axis] : -Layout.Largest);
        UnevaluableException.Unless(
            parts.All(p => p.Dims.Where((_, i) => i != axis).SequenceEqual(dims.Where((_, i) => i != axis))), "other axes alike");
        var (places, k) = (new int[Layout.Count(dims)], 0);
        for (var outer = 0; outer < Layout.Count(dims[..axis]); outer++)
        {
            // A part's elements for one index of the axes in front lie together, after all parts before it.
            var start = 0;
            foreach (var part in parts)
            {
                var block = Layout.Count(part.Dims[axis..]);
                for (var i = 0; i < block; i++)
                    places[k++] = start + outer * block + i;
                start += part.Count;
            }
        }

        var all = first.Floats is null
            ? first with { Integers = [.. parts.SelectMany(p => p.Integers!)] }
            : first with { Floats = [.. parts.SelectMany(p => p.Floats!)] };
        return all.Pick(dims, places);
    }

    private static ConstantTensor Where(Operands o)
    {
        var (condition, x, y) = (o.Integers(0), o[1], o[2]);
        UnevaluableException.Unless(x.Type == y.Type, "alternatives of one type");
        var dims = Layout.Broadcast([o[0].Dims, x.Dims, y.Dims]);
        var at = Layout.Spread(o[0].Dims, dims);
        (x, y) = (x.Broadcast(dims), y.Broadcast(dims));
        bool Holds(int i) => condition[at is null ? i : at[i]] != 0;
        return x.Floats is null
            ? x with { Integers = [.. x.Integers!.Select((v, i) => Holds(i) ? v : y.Integers![i])] }
            : x with { Floats = [.. x.Floats.Select((v, i) => Holds(i) ? v : y.Floats![i])] };
    }
}
