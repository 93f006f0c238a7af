namespace SameSame.Quantization.Equalization;

/// <summary>Which groups read one another's factors, and the two orders that follow: waves and colours.</summary>
public sealed class GroupAdjacency
{
    private readonly bool[,] _adjacent;
    private readonly int _count;

    /// <summary>Two groups are adjacent where they share a layer or a tensor.</summary>
    public GroupAdjacency(EqualizationProblem problem)
    {
        _count = problem.Groups.Count;
        _adjacent = new bool[_count, _count];
        Connect(problem.Groups, g => g.Tensors);
        Connect(problem.Groups, g => g.Producers.Concat(g.Consumers).Distinct());
    }

    /// <summary>
    /// Group indices by wave: a group's wave comes after those of all adjacent groups before it, so that running waves in order, groups of
    /// one wave in any order, gives what visiting the groups one by one gives.
    /// </summary>
    public IReadOnlyList<int[]> Waves()
    {
        var level = new int[_count];
        for (var g = 0; g < _count; g++)
        {
            for (var h = 0; h < g; h++)
                level[g] = _adjacent[g, h] ? Math.Max(level[g], level[h] + 1) : level[g];
        }

        return Batches(level);
    }

    /// <summary>Group indices by colour of a greedy colouring in group order: no two of one colour are adjacent.</summary>
    public IReadOnlyList<int[]> Colours()
    {
        var colour = new int[_count];
        for (var g = 0; g < _count; g++)
        {
            var taken = Enumerable.Range(0, g).Where(h => _adjacent[g, h]).Select(h => colour[h]).ToHashSet();
            while (taken.Contains(colour[g]))
                colour[g]++;
        }

        return Batches(colour);
    }

    private static List<int[]> Batches(int[] keys) =>
        [.. keys.Select((key, g) => (key, g)).GroupBy(p => p.key).OrderBy(b => b.Key).Select(b => b.Select(p => p.g).Order().ToArray())];

    private void Connect(IReadOnlyList<EqualizationGroup> groups, Func<EqualizationGroup, IEnumerable<int>> owners)
    {
        foreach (var sharing in groups.SelectMany(g => owners(g).Select(o => (Owner: o, g.Index))).GroupBy(p => p.Owner))
        {
            foreach (var (_, a) in sharing)
            {
                foreach (var (_, b) in sharing)
                    _adjacent[a, b] |= a != b;
            }
        }
    }
}
