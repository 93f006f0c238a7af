using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Reading;

/// <summary>
/// The sets of operators that ONNX Runtime brings along. An operator of any other needs a library that we have no means to
/// load.
/// </summary>
internal static class OperatorDomains
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "", "ai.onnx", "ai.onnx.ml", "com.microsoft", "com.microsoft.nchwc", "com.ms.internal.nhwc",
    };

    /// <summary>Refuses operators that neither these sets nor the model's own functions cover.</summary>
    public static void Check(ModelProto model)
    {
        var functions = model.Functions.Select(f => (f.Domain, f.Name)).ToHashSet();
        foreach (var node in model.Graph.Node.Concat(model.Functions.SelectMany(f => f.Node)).SelectMany(WithInner))
        {
            if (!Known.Contains(node.Domain) && !functions.Contains((node.Domain, node.OpType)))
                throw new OnnxFormatException(
                    $"operator {node.OpType} of domain '{node.Domain}' (node '{NodeText.Name(node)}') is neither one of "
                        + "ONNX Runtime's nor a function of the model: "
                    + "export the model with standard operators, or with the operator as a model function");
        }
    }

    private static IEnumerable<NodeProto> WithInner(NodeProto node) =>
        Subgraphs.Of(node).SelectMany(g => g.Node).SelectMany(WithInner).Prepend(node);
}
