using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Reading;

/// <summary>
/// Refuses what no later step could make sense of, with a line that names the place and the cure. What ONNX Runtime would say
/// of such a file comes late and names neither.
/// </summary>
public static class ModelValidation
{
    /// <summary>Checks a model in which nothing has been changed but the order of its nodes.</summary>
    /// <exception cref="OnnxFormatException">Outputs or tensors are missing, nodes form a cycle, weights are not finite, or an
    /// operator is unknown.</exception>
    public static void Check(ModelProto model)
    {
        if (model.Graph.Output.Count == 0)
            throw new OnnxFormatException(
                "no output: the graph states no tensor as its output, so there is nothing to run it for; name one and "
                + "export again");
        OperatorDomains.Check(model);
        CheckGraph(model.Graph, []);
    }

    private static void CheckGraph(GraphProto graph, HashSet<string> outer)
    {
        var known = new HashSet<string>(outer, StringComparer.Ordinal);
        known.UnionWith(graph.Input.Select(i => i.Name));
        known.UnionWith(graph.Initializer.Select(t => t.Name));
        var makers = new Dictionary<string, NodeProto>(StringComparer.Ordinal);
        foreach (var (node, output) in graph.Node.SelectMany(n => n.Output.Where(o => o.Length > 0).Select(o => (n, o))))
        {
            if (!makers.TryAdd(output, node))
                throw new OnnxFormatException(
                    $"tensor '{output}' is made twice, by nodes '{NodeText.Name(makers[output])}' and "
                    + $"'{NodeText.Name(node)}'; rename one output");
        }

        known.UnionWith(makers.Keys);
        foreach (var (node, input) in graph.Node.SelectMany(n => n.Input.Where(i => i.Length > 0).Select(i => (n, i))))
            Require(graph, known, input, $"{NodeText.Of(node)} reads");
        foreach (var output in graph.Output)
            Require(graph, known, output.Name, "the graph gives as its output");
        if (TopologicalOrder.Cycle(graph) is { Count: > 0 } cycle)
            throw new OnnxFormatException(
                $"cycle through nodes {string.Join(" -> ", cycle.Select(n => $"'{NodeText.Name(n)}'"))}: each waits for the "
                + "other; no order can run them");
        var weights = FiniteWeights.Weights(graph);
        foreach (var tensor in graph.Initializer)
            FiniteWeights.Check(tensor, weights.Contains(tensor.Name));
        foreach (var inner in graph.Node.SelectMany(Subgraphs.Of))
            CheckGraph(inner, known);
    }

    private static void Require(GraphProto graph, HashSet<string> known, string tensor, string reader)
    {
        if (known.Contains(tensor))
            return;
        throw new OnnxFormatException(graph.SparseInitializer.Any(s => s.Values?.Name == tensor)
            ? $"{reader} '{tensor}', a sparse initializer, which is not read; store it as a dense one"
            : $"{reader} '{tensor}', which no node makes and which is neither initializer nor input; the file is "
                + "incomplete, export it again");
    }
}
