using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Reading.Upgrades;

/// <summary>Constant nodes as initializers, so that shapes which follow from them are known.</summary>
internal static class ConstantNodes
{
    /// <summary>Lifts those of the main graph; one that is an output of the graph stays.</summary>
    public static void Lift(OnnxGraph graph)
    {
        var outputs = graph.Outputs.ToHashSet(StringComparer.Ordinal);
        var kept = new List<NodeProto>();
        foreach (var node in graph.Nodes)
        {
            if (node.OpType != "Constant" || node.Find("value")?.T is not { } value || outputs.Contains(node.Output[0]))
            {
                kept.Add(node);
                continue;
            }

            var tensor = value.Clone();
            tensor.Name = node.Output[0];
            graph.SetInitializer(tensor);
        }

        graph.Model.Graph.Node.Clear();
        graph.Model.Graph.Node.AddRange(kept);
    }
}
