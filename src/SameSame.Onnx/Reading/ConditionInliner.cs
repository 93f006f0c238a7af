using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Reading;

/// <summary>
/// Replaces an If whose condition is a constant by the branch that it chooses: what exporters leave of switches like train or
/// eval.
/// </summary>
public sealed class ConditionInliner
{
    private readonly OnnxGraph _main;
    private readonly GraphNames _names;

    private ConditionInliner(OnnxGraph main) => (_main, _names) = (main, new GraphNames(main.Model.Graph));

    /// <summary>Works in place, in the graphs inside nodes too; an If with any other condition stays.</summary>
    public static void Inline(OnnxGraph graph) =>
        new ConditionInliner(graph).Inline(graph.Model.Graph, new(StringComparer.Ordinal));

    private void Inline(GraphProto graph, Dictionary<string, bool> outer)
    {
        var conditions = new Dictionary<string, bool>(outer, StringComparer.Ordinal);
        foreach (var tensor in graph.Initializer)
            Note(conditions, tensor.Name, tensor);
        List<NodeProto> nodes = [.. graph.Node.SelectMany(n => Expand(graph, n, conditions))];
        graph.Node.Clear();
        graph.Node.AddRange(nodes);
    }

    private List<NodeProto> Expand(GraphProto graph, NodeProto node, Dictionary<string, bool> conditions)
    {
        if (node.OpType == "Constant" && node.Find("value")?.T is { } value)
            Note(conditions, node.Output[0], value);
        if (node.OpType == "If" && NodeText.IsStandard(node) && conditions.TryGetValue(node.Input[0], out var condition)
            && node.Find(condition ? "then_branch" : "else_branch")?.G is { } branch)
            return [.. Body(graph, node, branch, conditions).SelectMany(n => Expand(graph, n, conditions))];
        foreach (var inner in Subgraphs.Of(node))
            Inline(inner, conditions);
        return [node];
    }

    private List<NodeProto> Body(GraphProto graph, NodeProto node, GraphProto branch, Dictionary<string, bool> conditions)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        var copies = new List<NodeProto>();
        var made = branch.Node.SelectMany(n => n.Output).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < node.Output.Count; i++)
        {
            var (inside, outside) = (branch.Output[i].Name, node.Output[i]);
            if (outside.Length > 0 && (!made.Contains(inside) || !map.TryAdd(inside, outside)))
                copies.Add(_names.Named(NodeAttributes.Create("Identity", [inside], outside)));
        }

        foreach (var local in branch.Initializer.Select(t => t.Name).Concat(made)
            .Where(n => n.Length > 0 && !map.ContainsKey(n)).ToList())
            map[local] = _names.MovedTensor(local);
        foreach (var tensor in branch.Initializer.ToList())
        {
            tensor.Name = map[tensor.Name];
            Note(conditions, tensor.Name, tensor);
            if (ReferenceEquals(graph, _main.Model.Graph))
                _main.SetInitializer(tensor);
            else
                graph.Initializer.Add(tensor);
        }

        var known = graph.ValueInfo.Concat(graph.Output).Select(v => v.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var stated in branch.ValueInfo.Concat(branch.Output).Where(v => map.ContainsKey(v.Name)))
        {
            stated.Name = map[stated.Name];
            if (stated.Type is not null && known.Add(stated.Name))
                graph.ValueInfo.Add(stated.Clone());
        }

        // An Identity reads what it copies under its new name, and must not have the name that it gives renamed.
        foreach (var copy in copies)
            copy.Input[0] = map.GetValueOrDefault(copy.Input[0], copy.Input[0]);
        foreach (var inner in branch.Node)
        {
            Renaming.Apply(inner, map, _names);
            inner.Name = _names.MovedNode(inner.Name);
        }

        return [.. branch.Node, .. copies];
    }

    private static void Note(Dictionary<string, bool> conditions, string name, TensorProto tensor)
    {
        if (tensor.ElementType() == OnnxDataType.Bool && tensor.Count() == 1
            && (tensor.RawData.Length == 1 || tensor.Int32Data.Count == 1))
            conditions[name] = tensor.HasRawData ? tensor.RawData[0] != 0 : tensor.Int32Data[0] != 0;
    }
}
