using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Constants;

/// <summary>
/// Replaces nodes that compute the same for every input by initializers. What cannot be evaluated, and what gives an output of
/// the graph, stays as it is.
/// </summary>
public static class ConstantFolder
{
    /// <summary>Folds in place, in one pass from the inputs to the outputs.</summary>
    /// <returns>The number of nodes that initializers replace.</returns>
    public static int Fold(OnnxGraph graph)
    {
        var outputs = graph.Outputs.ToHashSet(StringComparer.Ordinal);
        var shapes = new KnownShapes(graph);
        var folded = 0;
        for (var i = 0; i < graph.Nodes.Count;)
        {
            var node = graph.Nodes[i];
            if (node.Output.Count == 0 || node.Output.Any(outputs.Contains) || !TryReplace(graph, node, shapes))
            {
                i++;
                continue;
            }

            graph.Nodes.RemoveAt(i);
            folded++;
        }

        RemoveDead(graph, shapes);
        graph.RemoveUnusedInitializers();
        return folded;
    }

    private static bool TryReplace(OnnxGraph graph, NodeProto node, KnownShapes shapes)
    {
        if (node.Domain is not ("" or "ai.onnx"))
            return false;
        if (node.OpType == "Constant")
        {
            if (ConstantNodes.Read(node) is not { } value)
                return false;
            graph.SetInitializer(value);
            return true;
        }

        if (node.OpType == "Identity" && graph.Initializer(node.InputOrNull(0)) is { } shared)
        {
            graph.Redirect(node.Output[0], shared.Name);
            return true;
        }

        if (!TryEvaluate(graph, node, shapes, out var results))
            return false;
        for (var i = 0; i < node.Output.Count; i++)
        {
            if (node.Output[i].Length > 0)
                graph.SetInitializer(ConstantTensorData.Write(results[i], node.Output[i]));
        }

        return true;
    }

    private static bool TryEvaluate(OnnxGraph graph, NodeProto node, KnownShapes shapes,
        out IReadOnlyList<ConstantTensor> results)
    {
        ConstantTensor? Constant(string name) => graph.Initializer(name) is { } tensor ? ConstantTensorData.Read(tensor) : null;
        results = [];
        if (node.Input.Any(i => i.Length > 0 && graph.Initializer(i) is null) || node.OpType is "Shape" or "Size")
            return shapes.TryEvaluate(node, Constant, out results);
        if (!ConstantEvaluator.Supported.Contains(node.OpType))
            return false;
        ConstantTensor?[] inputs = [.. node.Input.Select(i => i.Length == 0 ? null : Constant(i))];
        // An initializer of a type that is not evaluated is not an omitted input.
        return !inputs.Where((constant, i) => constant is null && node.Input[i].Length > 0).Any()
            && ConstantEvaluator.TryEvaluate(node, inputs, out results);
    }

    // Nodes whose readers are gone: they gave constants, or dimensions of which only known ones were read.
    private static void RemoveDead(OnnxGraph graph, KnownShapes shapes)
    {
        var needed = graph.Outputs.ToHashSet(StringComparer.Ordinal);
        for (var n = graph.Nodes.Count - 1; n >= 0; n--)
        {
            var node = graph.Nodes[n];
            if (!node.Output.Any(needed.Contains)
                && (node.Output.Any(shapes.Follows) || Subgraphs.Reads(node).All(i => graph.Initializer(i) is not null)))
                graph.Nodes.RemoveAt(n);
            else
                needed.UnionWith(Subgraphs.Reads(node));
        }
    }
}
