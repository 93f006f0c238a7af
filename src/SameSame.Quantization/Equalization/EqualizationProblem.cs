namespace SameSame.Quantization.Equalization;

/// <summary>A network, reduced to channel classes and the tensors and layers around them.</summary>
public sealed class EqualizationProblem
{
    /// <summary>Builds the problem and finds its groups.</summary>
    /// <param name="classCount">Number of channel classes, the pinned class 0 included.</param>
    /// <param name="tensors">Quantized tensors.</param>
    /// <param name="layers">Linear layers in graph order.</param>
    public EqualizationProblem(int classCount, IReadOnlyList<EqualizationTensor> tensors, IReadOnlyList<EqualizationLayer> layers)
    {
        ClassCount = classCount;
        Tensors = tensors;
        Layers = layers;
        Groups = FindGroups();
    }

    /// <summary>Number of channel classes; class 0 is the pinned one.</summary>
    public int ClassCount { get; }

    /// <summary>Quantized tensors.</summary>
    public IReadOnlyList<EqualizationTensor> Tensors { get; }

    /// <summary>Linear layers in graph order.</summary>
    public IReadOnlyList<EqualizationLayer> Layers { get; }

    /// <summary>The groups, in the order of their first producer.</summary>
    public IReadOnlyList<EqualizationGroup> Groups { get; }

    private List<EqualizationGroup> FindGroups()
    {
        var tensorsOf = Memberships(Tensors.Select(t => t.Classes));
        var producersOf = Memberships(Layers.Select(l => l.OutputClasses));
        var consumersOf = Memberships(Layers.Select(l => l.InputClasses));
        return [.. Enumerable.Range(1, Math.Max(0, ClassCount - 1))
            .Where(c => producersOf[c].Count > 0 || consumersOf[c].Count > 0)
            .GroupBy(c => $"{string.Join(',', tensorsOf[c])}|{string.Join(',', producersOf[c])}|{string.Join(',', consumersOf[c])}")
            .Select(g => (Classes: g.Order().ToArray(), First: g.Min()))
            .OrderBy(g => producersOf[g.First].Count > 0 ? producersOf[g.First].Min : int.MaxValue)
            .ThenBy(g => g.First)
            .Select((g, index) => new EqualizationGroup(
                index, g.Classes, [.. tensorsOf[g.First]], [.. producersOf[g.First]], [.. consumersOf[g.First]]))];
    }

    private SortedSet<int>[] Memberships(IEnumerable<int[]> owners)
    {
        var result = new SortedSet<int>[ClassCount];
        for (var c = 0; c < ClassCount; c++)
            result[c] = [];
        var index = 0;
        foreach (var classes in owners)
        {
            foreach (var c in classes)
                result[c].Add(index);
            index++;
        }

        return result;
    }
}
