using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Reading;

/// <summary>
/// Undoes what ONNX Runtime's optimizer fused before a model was saved: layers of its own domain become the standard ones that
/// everything here knows.
/// </summary>
public static class FusedOperators
{
    private const string Domain = "com.microsoft";

    /// <summary>
    /// Splits in place; operators of that domain that mean nothing standard stay. For models of operator set 13 and above.
    /// </summary>
    public static void Split(OnnxGraph graph) => GraphRewriter.Rewrite(graph, (rewriter, node) =>
    {
        if (node.Domain != Domain)
            return;
        switch (node.OpType)
        {
            case "FusedConv" when FusedActivation.Read(node) is { } activation:
                var added = node.InputOrNull(3);
                while (node.Input.Count > 3)
                    node.Input.RemoveAt(3);
                Become(node, "Conv");
                if (added is not null)
                    rewriter.After(node, "Add", [added]);
                activation.Append(rewriter, node);
                break;
            case "FusedGemm" when FusedActivation.Read(node) is { } activation:
                Become(node, "Gemm");
                activation.Append(rewriter, node);
                break;
            case "FusedMatMul":
                SplitMatMul(rewriter, node);
                break;
        }
    });

    private static void SplitMatMul(GraphRewriter graph, NodeProto node)
    {
        if (node.Int("transBatchA", 0) != 0 || node.Int("transBatchB", 0) != 0)
            return;
        if (Transposition.Of(graph, node, 0, "transA") is not { } left
            || Transposition.Of(graph, node, 1, "transB") is not { } right)
            return;
        var alpha = node.Float("alpha", 1);
        Become(node, "MatMul");
        node.Attribute.Clear();
        (node.Input[0], node.Input[1]) = (left(), right());
        if (alpha != 1)
            graph.After(node, "Mul", [graph.Scalar(node, "alpha", alpha, node.Input[0])]);
    }

    private static void Become(NodeProto node, string op)
    {
        node.OpType = op;
        node.ClearDomain();
        foreach (var attribute in node.Attribute.Where(a => a.Name.StartsWith("activation", StringComparison.Ordinal)).ToList())
            node.Attribute.Remove(attribute);
    }
}
