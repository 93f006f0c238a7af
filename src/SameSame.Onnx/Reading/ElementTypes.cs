using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Reading;

/// <summary>
/// Element types as far as they follow from inputs, constants and the operators whose result has a type of its own.
/// </summary>
internal static class ElementTypes
{
    /// <summary>The types of a graph's tensors and of those in the graphs inside its nodes.</summary>
    public static Dictionary<string, OnnxDataType> Infer(GraphProto graph)
    {
        var types = new Dictionary<string, OnnxDataType>(StringComparer.Ordinal);
        Walk(graph, types);
        return types;
    }

    private static void Walk(GraphProto graph, Dictionary<string, OnnxDataType> types)
    {
        foreach (var value in graph.Input.Concat(graph.ValueInfo).Concat(graph.Output))
        {
            if (value.Type?.TensorType is { HasElemType: true } type)
                types[value.Name] = (OnnxDataType)type.ElemType;
        }

        foreach (var tensor in graph.Initializer)
            types[tensor.Name] = tensor.ElementType();
        foreach (var node in graph.Node)
        {
            foreach (var inner in Subgraphs.Of(node))
                Walk(inner, types);
            if (node.Output.Count > 0 && Of(node, types) is { } type)
                types.TryAdd(node.Output[0], type);
        }
    }

    private static OnnxDataType? Of(NodeProto node, Dictionary<string, OnnxDataType> types) => node.OpType switch
    {
        "Cast" => (OnnxDataType)node.Int("to", 1),
        "Constant" or "ConstantOfShape" => node.Find("value")?.T?.ElementType(),
        "Shape" or "Size" or "NonZero" or "ArgMax" or "ArgMin" => OnnxDataType.Int64,
        "Equal" or "Greater" or "Less" or "Not" or "And" or "Or" or "Xor" or "IsNaN" => OnnxDataType.Bool,
        "Where" => types.TryGetValue(node.Input[1], out var chosen) ? chosen : null,
        _ => node.Input.Count > 0 && types.TryGetValue(node.Input[0], out var first) ? first : null,
    };
}
