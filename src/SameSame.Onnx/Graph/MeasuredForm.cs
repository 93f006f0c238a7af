using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Graph;

/// <summary>
/// The form in which a model is run to be compared with others: in float32 throughout, and with its logits as first output. Where the last
/// operator is Softmax its input counts as the logits, since probabilities hide how far two networks are apart.
/// </summary>
public static class MeasuredForm
{
    private static readonly HashSet<string> ShapeOnly = new(StringComparer.Ordinal) { "Flatten", "Reshape", "Squeeze", "Identity" };

    /// <summary>A copy of <paramref name="model"/> in that form.</summary>
    public static ModelProto Of(ModelProto model)
    {
        var graph = new OnnxGraph(model.Clone());
        Float16Widening.Widen(graph);
        ExposeLogits(graph);
        return graph.Model;
    }

    private static void ExposeLogits(OnnxGraph graph)
    {
        if (graph.Model.Graph.Output.Count == 0)
            return;
        var output = graph.Model.Graph.Output[0];
        var producers = graph.Producers();
        var tensor = output.Name;
        while (producers.TryGetValue(tensor, out var node) && ShapeOnly.Contains(node.OpType))
            tensor = node.Input[0];
        if (!producers.TryGetValue(tensor, out var last) || last.OpType is not ("Softmax" or "LogSoftmax"))
            return;
        var type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = output.Type.TensorType.ElemType } };
        graph.Model.Graph.Output[0] = new ValueInfoProto { Name = last.Input[0], Type = type };
    }
}
