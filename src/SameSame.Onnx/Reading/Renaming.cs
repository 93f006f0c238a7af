using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Reading;

/// <summary>Renames the tensors of nodes that move into another graph.</summary>
internal static class Renaming
{
    /// <summary>
    /// Renames what a node reads and makes; names inside its graphs become new ones, since a second copy of the node may
    /// follow.
    /// </summary>
    public static void Apply(NodeProto node, IReadOnlyDictionary<string, string> map, GraphNames names)
    {
        Apply(node.Input, map);
        Apply(node.Output, map);
        foreach (var graph in Subgraphs.Of(node))
            Apply(graph, map, names);
    }

    private static void Apply(IList<string> list, IReadOnlyDictionary<string, string> map)
    {
        for (var i = 0; i < list.Count; i++)
            list[i] = map.GetValueOrDefault(list[i], list[i]);
    }

    private static void Apply(GraphProto graph, IReadOnlyDictionary<string, string> outer, GraphNames names)
    {
        var map = new Dictionary<string, string>(outer, StringComparer.Ordinal);
        foreach (var local in Made(graph))
            map[local] = names.Tensor(local);
        foreach (var tensor in graph.Initializer)
            tensor.Name = map[tensor.Name];
        foreach (var value in graph.Input.Concat(graph.Output).Concat(graph.ValueInfo))
            value.Name = map.GetValueOrDefault(value.Name, value.Name);
        foreach (var node in graph.Node)
            Apply(node, map, names);
    }

    private static IEnumerable<string> Made(GraphProto graph) =>
        graph.Input.Select(i => i.Name).Concat(graph.Initializer.Select(t => t.Name))
        .Concat(graph.Node.SelectMany(n => n.Output)).Where(n => n.Length > 0).Distinct(StringComparer.Ordinal).ToList();
}
