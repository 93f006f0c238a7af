using SameSame.Onnx.Graph;

namespace SameSame.Testing.Fuzzing.Operators;

/// <summary>Operators that only move elements.</summary>
internal static class Movement
{
    public static FuzzTensor Concat(NodeCall call)
    {
        var parts = call.Inputs.ToList();
        var axis = call.Axis(0, parts[0].Rank);
        var inner = FuzzTensor.Count(parts[0].Dims[(axis + 1)..]);
        var outer = FuzzTensor.Count(parts[0].Dims[..axis]);
        long[] dims = [.. parts[0].Dims];
        dims[axis] = parts.Sum(p => p.Dims[axis]);
        return parts[0] with
        {
            Dims = dims,
            Values = [.. Enumerable.Range(0, (int)outer).SelectMany(o => parts.SelectMany(p => p.Values.Skip((int)(o * p.Dims[axis] * inner)).Take((int)(p.Dims[axis] * inner))))],
        };
    }

    public static FuzzTensor[] Split(NodeCall call)
    {
        var x = call[0];
        var axis = call.Axis(0, x.Rank);
        var sizes = call.Numbers("split", 1) ?? [.. call.Node.Output.Select(_ => x.Dims[axis] / call.Node.Output.Count)];
        return [.. sizes.Select((s, i) => Cut(x, axis, [.. Enumerable.Range(0, (int)s).Select(n => n + sizes.Take(i).Sum())]))];
    }

    public static FuzzTensor Slice(NodeCall call)
    {
        var x = call[0];
        long[] starts = call.Numbers("starts", 1)!, ends = call.Numbers("ends", 2)!;
        var axes = call.Numbers("axes", 3) ?? [.. starts.Select((_, i) => (long)i)];
        for (var i = 0; i < starts.Length; i++)
        {
            var axis = (int)(axes[i] < 0 ? axes[i] + x.Rank : axes[i]);
            var size = x.Dims[axis];
            var (from, to) = (Math.Clamp(starts[i] < 0 ? starts[i] + size : starts[i], 0, size), Math.Clamp(ends[i] < 0 ? ends[i] + size : ends[i], 0, size));
            var step = call.Optional(4)?.Longs[i] ?? 1;
            x = Cut(x, axis, [.. Enumerable.Range(0, (int)Math.Max(0, to - from)).Where(n => n % step == 0).Select(n => from + n)]);
        }

        return x;
    }

    public static FuzzTensor Gather(NodeCall call)
    {
        var (x, indices) = (call[0], call[1]);
        var axis = call.Axis(0, x.Rank);
        var taken = Cut(x, axis, [.. indices.Longs.Select(i => i < 0 ? i + x.Dims[axis] : i)]);
        return taken.Reshaped([.. x.Dims[..axis], .. indices.Dims, .. x.Dims[(axis + 1)..]]);
    }

    public static FuzzTensor Transpose(NodeCall call)
    {
        var x = call[0];
        var perm = call.Node.Ints("perm") ?? [.. Enumerable.Range(0, x.Rank).Reverse().Select(a => (long)a)];
        return x.Pick([.. perm.Select(p => x.Dims[p])], at =>
        {
            var from = new long[x.Rank];
            for (var a = 0; a < x.Rank; a++)
                from[perm[a]] = at[a];
            return from;
        });
    }

    public static FuzzTensor Reshape(NodeCall call)
    {
        var x = call[0];
        long[] dims = [.. call[1].Longs.Select((d, i) => d == 0 ? x.Dims[i] : d)];
        var hole = Array.IndexOf(dims, -1);
        if (hole >= 0)
            dims[hole] = x.Values.Length / FuzzTensor.Count(dims.Where((_, i) => i != hole));
        return x.Reshaped(dims);
    }

    public static FuzzTensor Flatten(NodeCall call)
    {
        var axis = call.Axis(1, call[0].Rank);
        return call[0].Reshaped(FuzzTensor.Count(call[0].Dims[..axis]), FuzzTensor.Count(call[0].Dims[axis..]));
    }

    public static FuzzTensor Squeeze(NodeCall call)
    {
        var x = call[0];
        var axes = call.Numbers("axes", 1)?.Select(a => (int)(a < 0 ? a + x.Rank : a)).ToHashSet();
        return x.Reshaped([.. x.Dims.Where((d, a) => axes is null ? d != 1 : !axes.Contains(a))]);
    }

    public static FuzzTensor Unsqueeze(NodeCall call)
    {
        var axes = call.Numbers("axes", 1)!;
        var dims = call[0].Dims.ToList();
        foreach (var axis in axes.Select(a => (int)(a < 0 ? a + dims.Count + axes.Length : a)).Order())
            dims.Insert(axis, 1);
        return call[0].Reshaped([.. dims]);
    }

    public static FuzzTensor Pad(NodeCall call)
    {
        var (x, pads) = (call[0], call.Numbers("pads", 1)!);
        var fill = call.Optional(2)?.Values[0] ?? call.Node.Float("value", 0);
        var mode = call.Node.Text("mode", "constant");
        long[] dims = [.. x.Dims.Select((d, a) => d + pads[a] + pads[a + x.Rank])];
        return x.Pick(dims, at =>
        {
            long[] from = [.. at.Select((p, a) => Reflect(p - pads[a], x.Dims[a], mode))];
            return from.Select((p, a) => p >= 0 && p < x.Dims[a]).All(inside => inside) ? from : null;
        }, fill);
    }

    /// <summary>Whole factors, each position repeated.</summary>
    public static FuzzTensor Resize(NodeCall call)
    {
        var x = call[0];
        var scales = call.Node.Find("scales")?.Floats.Select(f => (double)f).ToArray() ?? call.Inputs.Last().Values;
        if (call.Node.Text("mode", "nearest") != "nearest")
            throw new NotSupportedException("Resize other than nearest");
        return x.Pick([.. x.Dims.Select((d, a) => (long)(d * scales[a]))], at => [.. at.Select((p, a) => (long)(p / scales[a]))]);
    }

    private static long Reflect(long p, long size, string mode) => mode switch
    {
        "reflect" => p < 0 ? -p : p >= size ? 2 * (size - 1) - p : p,
        "edge" => Math.Clamp(p, 0, size - 1),
        _ => p,
    };

    private static FuzzTensor Cut(FuzzTensor x, int axis, long[] indices)
    {
        long[] dims = [.. x.Dims];
        dims[axis] = indices.Length;
        return x.Pick(dims, at => [.. at.Select((p, a) => a == axis ? indices[p] : p)]);
    }
}
