using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Reading;

/// <summary>
/// The names in a model's graphs, so that new ones clash with none: ONNX forbids an inner graph to reuse a tensor's name of an
/// outer one, and ONNX Runtime refuses two nodes of one name.
/// </summary>
internal sealed class GraphNames
{
    private readonly HashSet<string> _tensors, _nodes;
    private readonly Dictionary<string, int> _tensorsMade, _nodesMade;

    /// <summary>Knows the names of a graph and of the graphs inside its nodes.</summary>
    public GraphNames(GraphProto graph)
    {
        _tensors = Subgraphs.Names(graph).Concat(graph.Output.Select(o => o.Name)).ToHashSet(StringComparer.Ordinal);
        GraphProto[] graphs = [.. All(graph)];
        _tensorsMade = Counted(graphs.SelectMany(g =>
            g.Input.Select(i => i.Name).Concat(g.Initializer.Select(t => t.Name)).Distinct()
            .Concat(g.Node.SelectMany(n => n.Output))));
        _nodesMade = Counted(graphs.SelectMany(g => g.Node).Select(n => n.Name));
        _nodes = _nodesMade.Keys.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>
    /// A name for a tensor that nothing has yet, <paramref name="wish"/> itself where it is free; taken from now on.
    /// </summary>
    public string Tensor(string wish) => Fresh(_tensors, wish);

    /// <summary>The same for a node.</summary>
    public string Node(string wish) => Fresh(_nodes, wish);

    /// <summary>Gives a new node a name like the one it has.</summary>
    public NodeProto Named(NodeProto node)
    {
        node.Name = Node(node.Name);
        return node;
    }

    /// <summary>The name of a tensor that moves into another graph: its own unless another graph has one of that name.</summary>
    public string MovedTensor(string name) => _tensorsMade.GetValueOrDefault(name) <= 1 ? name : Tensor(name);

    /// <summary>The same for a node; none stays none.</summary>
    public string MovedNode(string name) => name.Length == 0 || _nodesMade.GetValueOrDefault(name) <= 1 ? name : Node(name);

    private static string Fresh(HashSet<string> taken, string wish)
    {
        var name = wish;
        for (var i = 2; !taken.Add(name); i++)
            name = $"{wish}.{i}";
        return name;
    }

    private static Dictionary<string, int> Counted(IEnumerable<string> names) =>
        names.GroupBy(n => n, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);

    private static IEnumerable<GraphProto> All(GraphProto graph) =>
        graph.Node.SelectMany(Subgraphs.Of).SelectMany(All).Prepend(graph);
}
