using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Reading;

/// <summary>The order that ONNX asks of nodes and that not every exporter keeps: producers before consumers.</summary>
public static class TopologicalOrder
{
    /// <summary>
    /// Sorts a graph and the graphs inside its nodes in place. Nodes keep their order where nothing forbids it; those on a
    /// cycle, and those behind one, come last, for <see cref="ModelValidation"/> to name.
    /// </summary>
    public static void Sort(GraphProto graph)
    {
        foreach (var inner in graph.Node.SelectMany(Subgraphs.Of))
            Sort(inner);
        var (sorted, stuck) = Order(graph);
        if (sorted.Concat(stuck).SequenceEqual(graph.Node, ReferenceEqualityComparer.Instance))
            return;
        graph.Node.Clear();
        graph.Node.AddRange(sorted.Concat(stuck));
    }

    /// <summary>The nodes of a cycle in the direction of the data, each once; empty where there is none.</summary>
    internal static IReadOnlyList<NodeProto> Cycle(GraphProto graph)
    {
        var stuck = Order(graph).Stuck;
        if (stuck.Count == 0)
            return [];
        var makers = new Dictionary<string, NodeProto>(StringComparer.Ordinal);
        foreach (var node in stuck)
        {
            foreach (var output in node.Output)
                makers[output] = node;
        }

        // Every stuck node waits for another one, so the way back ends in a cycle.
        var path = new List<NodeProto>();
        var at = stuck[0];
        while (path.FindIndex(n => ReferenceEquals(n, at)) < 0)
        {
            path.Add(at);
            at = Subgraphs.Reads(at).Where(makers.ContainsKey).Select(r => makers[r]).First();
        }

        List<NodeProto> cycle = [.. path.Skip(path.FindIndex(n => ReferenceEquals(n, at))).Reverse()];
        var first = cycle.FindIndex(n => ReferenceEquals(n, stuck.First(s => cycle.Exists(c => ReferenceEquals(c, s)))));
        return [.. cycle.Skip(first), .. cycle.Take(first)];
    }

    private static (List<NodeProto> Sorted, List<NodeProto> Stuck) Order(GraphProto graph)
    {
        var nodes = graph.Node;
        var makers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < nodes.Count; i++)
        {
            foreach (var output in nodes[i].Output.Where(o => o.Length > 0))
                makers.TryAdd(output, i);
        }

        var waits = new int[nodes.Count];
        var readers = Enumerable.Range(0, nodes.Count).Select(_ => new List<int>()).ToArray();
        for (var i = 0; i < nodes.Count; i++)
        {
            foreach (var maker in Subgraphs.Reads(nodes[i]).Where(makers.ContainsKey).Select(r => makers[r]).Distinct())
            {
                waits[i]++;
                readers[maker].Add(i);
            }
        }

        // The earliest of those that can run comes next: an order that was right stays.
        var ready = new PriorityQueue<int, int>(Enumerable.Range(0, nodes.Count).Where(i => waits[i] == 0).Select(i => (i, i)));
        var sorted = new List<NodeProto>();
        while (ready.TryDequeue(out var next, out _))
        {
            sorted.Add(nodes[next]);
            foreach (var reader in readers[next].Where(r => --waits[r] == 0))
                ready.Enqueue(reader, reader);
        }

        return (sorted, [.. nodes.Where((_, i) => waits[i] > 0)]);
    }
}
