using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Graph;

/// <summary>
/// Control flow (If, Loop, Scan) holds graphs that read tensors of the graph around them by name. Such a captured tensor is an input of the node as much as
/// those that it lists, so whoever asks what a node reads must ask here.
/// </summary>
public static class Subgraphs
{
    /// <summary>The graphs that a node holds.</summary>
    public static IEnumerable<GraphProto> Of(NodeProto node) => node.Attribute.SelectMany(a => a.G is null ? a.Graphs : a.Graphs.Prepend(a.G));

    /// <summary>True where a node holds a graph.</summary>
    public static bool Has(NodeProto node) => node.Attribute.Any(a => a.G is not null || a.Graphs.Count > 0);

    /// <summary>The tensors of the surrounding graph that the graphs of a node read, each once.</summary>
    public static IReadOnlyCollection<string> Captured(NodeProto node)
    {
        if (!Has(node))
            return [];
        var captured = new HashSet<string>(StringComparer.Ordinal);
        foreach (var graph in Of(node))
            captured.UnionWith(Free(graph));
        return captured;
    }

    /// <summary>All that a node reads: its inputs, omitted ones left out, and what its graphs capture.</summary>
    public static IEnumerable<string> Reads(NodeProto node) =>
        Has(node) ? node.Input.Where(i => i.Length > 0).Concat(Captured(node)) : node.Input.Where(i => i.Length > 0);

    /// <summary>Makes a node and its graphs read <paramref name="to"/> where they read <paramref name="from"/> of the surrounding graph.</summary>
    public static void Redirect(NodeProto node, string from, string to)
    {
        for (var i = 0; i < node.Input.Count; i++)
        {
            if (node.Input[i] == from)
                node.Input[i] = to;
        }

        foreach (var graph in Of(node))
            Redirect(graph, from, to);
    }

    /// <summary>Every name of a tensor that a graph, or one inside it, gives or reads.</summary>
    public static IEnumerable<string> Names(GraphProto graph) => graph.Input.Select(i => i.Name).Concat(graph.Initializer.Select(t => t.Name))
        .Concat(graph.Node.SelectMany(n => n.Input.Concat(n.Output).Concat(Of(n).SelectMany(Names))));

    private static void Redirect(GraphProto graph, string from, string to)
    {
        // A tensor of the same name inside hides the one outside.
        if (graph.Input.Any(i => i.Name == from) || graph.Initializer.Any(t => t.Name == from) || graph.Node.Any(n => n.Output.Contains(from)))
            return;
        foreach (var node in graph.Node)
            Redirect(node, from, to);
        foreach (var output in graph.Output.Where(o => o.Name == from))
            output.Name = to;
    }

    // What a graph reads and does not make itself.
    private static HashSet<string> Free(GraphProto graph)
    {
        var read = graph.Node.SelectMany(Reads).Concat(graph.Output.Select(o => o.Name)).ToHashSet(StringComparer.Ordinal);
        read.ExceptWith(graph.Input.Select(i => i.Name));
        read.ExceptWith(graph.Initializer.Select(t => t.Name));
        read.ExceptWith(graph.Node.SelectMany(n => n.Output));
        return read;
    }
}
