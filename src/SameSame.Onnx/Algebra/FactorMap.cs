namespace SameSame.Onnx.Algebra;

/// <summary>
/// Which variable scales which elements of a tensor. An axis of size 1 here means that the factor does not depend on it: a feature map's
/// factors are <c>[1, C, 1, 1]</c>, those of a channel shuffle's inside <c>[1, G, C/G, 1, 1]</c>, a pinned tensor's <c>[1, 1, 1, 1]</c>. An axis that joins the
/// batch with something else (N * heads) repeats: its factors have the period given here.
/// </summary>
/// <param name="Dims">One entry an axis of the tensor: its size, or its period, where the factor depends on it, else 1.</param>
/// <param name="Variables">Row-major over <paramref name="Dims"/>.</param>
internal sealed record FactorMap(int[] Dims, int[] Variables)
{
    public int Rank => Dims.Length;

    public static FactorMap Uniform(int rank, int variable) => new([.. Enumerable.Repeat(1, rank)], [variable]);

    public static FactorMap Along(int rank, int axis, int[] variables)
    {
        var dims = Enumerable.Repeat(1, rank).ToArray();
        dims[axis] = variables.Length;
        return new FactorMap(dims, variables);
    }

    /// <summary>Whether the factor is the same for all indices of every axis but those given.</summary>
    public bool DependsOnlyOn(params int[] axes) => !Dims.Where((d, i) => d > 1 && !axes.Contains(i)).Any();

    /// <summary>The same factors in a tensor of higher rank, aligned at the last axis as ONNX broadcasts.</summary>
    public FactorMap AlignedTo(int rank) => rank == Rank ? this : new([.. Enumerable.Repeat(1, rank - Rank), .. Dims], Variables);

    public FactorMap Transposed(IReadOnlyList<int> permutation) => Build([.. permutation.Select(p => Dims[p])], index =>
    {
        var source = new int[Rank];
        for (var i = 0; i < index.Length; i++)
            source[permutation[i]] = index[i];
        return source;
    });

    /// <summary>The elements at <paramref name="indices"/> of an axis.</summary>
    public FactorMap Selected(int axis, IReadOnlyList<int> indices)
    {
        if (Dims[axis] == 1)
            return this;
        int[] dims = [.. Dims];
        dims[axis] = indices.Count;
        return Build(dims, index =>
        {
            int[] source = [.. index];
            source[axis] = indices[index[axis]] % Dims[axis];
            return source;
        });
    }

    /// <summary>Tensors laid end to end along <paramref name="axis"/>; on all other axes the maps agree or do not depend.</summary>
    public static FactorMap Concatenated(int axis, IReadOnlyList<FactorMap> maps, IReadOnlyList<int> sizes)
    {
        int[] dims = [.. Enumerable.Range(0, maps[0].Rank).Select(a => a == axis ? sizes.Sum() : maps.Max(m => m.Dims[a]))];
        int[] owner = [.. sizes.SelectMany((s, i) => Enumerable.Repeat(i, s))], within = [.. sizes.SelectMany(s => Enumerable.Range(0, s))];
        return Fill(dims, index =>
        {
            int[] source = [.. index];
            source[axis] = within[index[axis]];
            return maps[owner[index[axis]]].At(source);
        }).Collapsed();
    }

    /// <summary>The factors after a Reshape, or null where the shapes do not tell where elements go.</summary>
    public FactorMap? Reshaped(long[] from, long[] to)
    {
        if (AxisGroups.Match(from, to) is not { } groups)
            return null;
        var dims = Enumerable.Repeat(1, to.Length).ToArray();
        var dependent = groups.Where(g => g.From.Any(a => Dims[a] > 1)).ToList();
        foreach (var (source, target) in dependent)
        {
            if (!Refold(source, target, from, to, dims))
                return null;
        }

        return Build(dims, index =>
        {
            var at = new int[Rank];
            foreach (var (source, target) in dependent)
            {
                var flat = target.Aggregate(0L, (k, axis) => k * dims[axis] + index[axis]);
                for (var i = source.Length - 1; i >= 0; i--)
                {
                    var size = Math.Max(from[source[i]], Dims[source[i]]);
                    (at[source[i]], flat) = ((int)(flat % size), flat / size);
                }
            }

            return at;
        }).Collapsed();
    }

    // Within a group of axes the factor depends on the position modulo a period; the same period is laid over the target axes, innermost first.
    private bool Refold(int[] source, int[] target, long[] from, long[] to, int[] dims)
    {
        var first = Array.FindIndex(source, a => Dims[a] > 1);
        long period = Dims[source[first]];
        foreach (var axis in source[(first + 1)..])
            period *= from[axis];
        if (period <= 0)
            return false;
        for (var i = target.Length - 1; i >= 0 && period > 1; i--)
        {
            var size = to[target[i]];
            if (size > 0 && (period % size == 0 || size % period == 0))
                (dims[target[i]], period) = ((int)size, period % size == 0 ? period / size : 1);
            else if (size < 0 && -size % period == 0)
                (dims[target[i]], period) = ((int)period, 1);
            else
                return false;
        }

        return period == 1;
    }

    /// <summary>The variable of an element; indices on axes that do not matter are ignored.</summary>
    public int At(IReadOnlyList<int> index)
    {
        var at = 0;
        for (var a = 0; a < Rank; a++)
            at = at * Dims[a] + index[a] % Dims[a];
        return Variables[at];
    }

    /// <summary>A map whose variable at each index is <paramref name="at"/> of it.</summary>
    public static FactorMap Fill(int[] dims, Func<int[], int> at)
    {
        var variables = new int[dims.Aggregate(1, (a, b) => a * b)];
        var index = new int[dims.Length];
        for (var n = 0; n < variables.Length; n++)
        {
            variables[n] = at(index);
            for (var a = dims.Length - 1; a >= 0 && ++index[a] == dims[a]; a--)
                index[a] = 0;
        }

        return new FactorMap(dims, variables);
    }

    // Axes along which all variables are the same one do not matter.
    private FactorMap Collapsed()
    {
        var map = this;
        for (var axis = 0; axis < Rank; axis++)
        {
            if (map.Dims[axis] == 1)
                continue;
            var (inner, size) = (map.Dims[(axis + 1)..].Aggregate(1, (a, b) => a * b), map.Dims[axis]);
            var variables = map.Variables;
            if (!Enumerable.Range(0, variables.Length).All(n => variables[n] == variables[n - n / inner % size * inner]))
                continue;
            int[] dims = [.. map.Dims];
            dims[axis] = 1;
            map = new FactorMap(dims, [.. variables.Where((_, n) => n / inner % size == 0)]);
        }

        return map;
    }

    private FactorMap Build(int[] dims, Func<int[], int[]> source) => Fill(dims, index => At(source(index)));
}
