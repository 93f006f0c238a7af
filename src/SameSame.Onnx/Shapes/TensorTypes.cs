using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Shapes;

/// <summary>
/// The element type of each tensor, as the ONNX operator specification defines it: most operators give what they take. Shape arithmetic is integer and masks are
/// boolean; neither is an activation, whatever operators compute it.
/// </summary>
public sealed class TensorTypes
{
    private static readonly HashSet<string> Integer = new(StringComparer.Ordinal) { "Shape", "Size", "ArgMax", "ArgMin", "NonZero" };

    private static readonly HashSet<string> Logical = new(StringComparer.Ordinal)
    {
        "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "And", "Or", "Xor", "Not", "IsNaN", "IsInf",
    };

    private readonly Dictionary<string, OnnxDataType> _types = new(StringComparer.Ordinal);

    private TensorTypes()
    {
    }

    /// <summary>The type of a tensor, or <see cref="OnnxDataType.Undefined"/> where it is not known.</summary>
    public OnnxDataType this[string tensor] => _types.GetValueOrDefault(tensor);

    /// <summary>True unless a tensor is known to be something else than floating-point.</summary>
    public bool MayBeFloat(string tensor) => this[tensor] is OnnxDataType.Undefined or OnnxDataType.Float or OnnxDataType.Float16 or OnnxDataType.Double;

    /// <summary>Infers the types of a graph's tensors from its inputs and initializers.</summary>
    public static TensorTypes Infer(OnnxGraph graph)
    {
        var types = new TensorTypes();
        foreach (var input in graph.Model.Graph.Input.Concat(graph.Model.Graph.ValueInfo))
            types._types[input.Name] = (OnnxDataType)(input.Type?.TensorType?.ElemType ?? 0);
        foreach (var tensor in graph.Initializers)
            types._types[tensor.Name] = tensor.ElementType();
        foreach (var node in graph.Nodes)
        {
            for (var o = 0; o < node.Output.Count; o++)
                types._types[node.Output[o]] = types.Output(node, o);
        }

        return types;
    }

    private OnnxDataType Output(NodeProto node, int output)
    {
        if (Integer.Contains(node.OpType) || (output == 1 && (node.OpType is "TopK" or "MaxPool")))
            return OnnxDataType.Int64;
        if (Logical.Contains(node.OpType) || (output == 1 && node.OpType == "Dropout"))
            return OnnxDataType.Bool;
        return node.OpType switch
        {
            "Cast" => (OnnxDataType)node.Int("to", 0),
            "Constant" or "ConstantOfShape" => node.Find("value")?.T is { } value ? value.ElementType() : OnnxDataType.Float,
            "Where" or "DequantizeLinear" => Input(node, 1),
            "QuantizeLinear" => Input(node, 2),
            "If" or "Loop" or "Scan" => Declared(node, output),
            _ => Input(node, 0),
        };
    }

    private OnnxDataType Input(NodeProto node, int index) => node.InputOrNull(index) is { } name ? this[name] : OnnxDataType.Undefined;

    private static OnnxDataType Declared(NodeProto node, int output) =>
        (OnnxDataType)(Subgraphs.Of(node).Select(g => g.Output.ElementAtOrDefault(output)?.Type?.TensorType?.ElemType ?? 0).FirstOrDefault(t => t != 0));
}
