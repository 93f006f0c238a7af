namespace SameSame.Onnx.Algebra;

/// <summary>Disjoint sets of channel variables, with path halving; the smaller index stays the root, so that results do not depend on call order.</summary>
internal sealed class UnionFind
{
    private readonly List<int> _parent = [];

    public int Count => _parent.Count;

    /// <summary>Adds <paramref name="count"/> sets of one and returns their variables.</summary>
    public int[] Fresh(int count)
    {
        var variables = Enumerable.Range(_parent.Count, count).ToArray();
        _parent.AddRange(variables);
        return variables;
    }

    public int Find(int x)
    {
        while (_parent[x] != x)
            x = _parent[x] = _parent[_parent[x]];
        return x;
    }

    public void Union(int a, int b)
    {
        (a, b) = (Find(a), Find(b));
        _parent[Math.Max(a, b)] = Math.Min(a, b);
    }
}
