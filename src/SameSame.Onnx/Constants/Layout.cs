namespace SameSame.Onnx.Constants;

/// <summary>Where the elements of dense tensors lie.</summary>
internal static class Layout
{
    /// <summary>
    /// The most elements of a tensor that is evaluated; a bigger one makes the model bigger than it makes it simpler.
    /// </summary>
    public const long Largest = 1 << 27;

    /// <summary>True for dimensions of a tensor small enough to be evaluated.</summary>
    public static bool Fits(long[] dims)
    {
        var count = 1L;
        foreach (var d in dims)
        {
            // Bounded all along, so that no product overflows; dimensions past a zero do not matter.
            if (d < 0 || d > Largest || (count *= d) > Largest)
                return false;
        }

        return true;
    }

    /// <summary>Number of elements.</summary>
    public static int Count(long[] dims)
    {
        UnevaluableException.Unless(Fits(dims), "dimensions are negative, or promise too many elements");
        return (int)dims.Aggregate(1L, (n, d) => n * d);
    }

    /// <summary>How far apart neighbours along each axis are.</summary>
    public static int[] Strides(long[] dims)
    {
        var strides = new int[dims.Length];
        for (int d = dims.Length - 1, stride = 1; d >= 0; stride *= (int)dims[d--])
            strides[d] = stride;
        return strides;
    }

    /// <summary>An axis counted from the front.</summary>
    public static int Axis(long axis, int rank)
    {
        UnevaluableException.Unless(axis >= -rank && axis < rank, "no such axis");
        return (int)(axis < 0 ? axis + rank : axis);
    }

    /// <summary>The integers from 0 on.</summary>
    public static int[] Upto(long count) => [.. Enumerable.Range(0, (int)count)];

    /// <summary>The places that sums of one part of each axis give, in row-major order; negative where a part is.</summary>
    public static int[] Combine(IReadOnlyList<int[]> axes)
    {
        _ = Count([.. axes.Select(a => (long)a.Length)]);
        int[] sums = [0];
        foreach (var axis in axes)
        {
            var next = new int[sums.Length * axis.Length];
            var k = 0;
            foreach (var sum in sums)
            {
                foreach (var part in axis)
                    next[k++] = sum < 0 || part < 0 ? -1 : sum + part;
            }

            sums = next;
        }

        return sums;
    }

    /// <summary>
    /// The dimensions that tensors of different ones are brought to before their elements are paired, as NumPy does.
    /// </summary>
    public static long[] Broadcast(IReadOnlyList<long[]> shapes)
    {
        var dims = new long[shapes.Max(s => s.Length)];
        Array.Fill(dims, 1);
        foreach (var shape in shapes)
        {
            for (var d = 1; d <= shape.Length; d++)
            {
                UnevaluableException.Unless(shape[^d] == dims[^d] || shape[^d] == 1 || dims[^d] == 1, "dimensions do not match");
                dims[^d] = dims[^d] == 1 ? shape[^d] : dims[^d];
            }
        }

        _ = Count(dims);
        return dims;
    }

    /// <summary>
    /// Where each element of a tensor broadcast to <paramref name="to"/> comes from; null where it comes from the same place.
    /// </summary>
    public static int[]? Spread(long[] from, long[] to)
    {
        if (from.AsSpan().SequenceEqual(to))
            return null;
        var missing = to.Length - from.Length;
        UnevaluableException.Unless(missing >= 0, "dimensions do not match");
        var strides = Strides(from);
        return Combine([.. to.Select((size, d) =>
        {
            var own = d < missing ? 1 : from[d - missing];
            UnevaluableException.Unless(own == size || own == 1, "dimensions do not match");
            return own == 1 ? new int[size] : Upto(size).Select(i => i * strides[d - missing]).ToArray();
        })]);
    }
}
