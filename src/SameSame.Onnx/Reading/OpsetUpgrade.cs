using SameSame.Onnx.Graph;
using SameSame.Onnx.Reading.Upgrades;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Reading;

/// <summary>
/// Raises models of operator sets 6 to 12 to 13, which all else here is written for: attributes that became inputs,
/// broadcasting as it was before 7, and operators whose meaning changed. What ONNX Runtime computes for the file as it was is
/// what it computes afterwards.
/// </summary>
public static class OpsetUpgrade
{
    private const long Oldest = 6, Target = 13;

    /// <summary>
    /// Raises in place; a model at 13 or above only has its IR version raised. Functions must have been inlined.
    /// </summary>
    /// <exception cref="OnnxFormatException">The operator set is older than 6, or holds an operator that has no equal at
    /// 13.</exception>
    public static void Raise(OnnxGraph graph)
    {
        var opset = graph.Opset;
        if (opset < Oldest)
            throw new OnnxFormatException(
                $"operator set {opset} is too old: {Oldest} is the oldest that is read; export again, or raise it with "
                + "onnx.version_converter");
        IrUpgrade.Raise(graph.Model);
        if (opset >= Target)
            return;
        ConstantNodes.Lift(graph);
        GraphRewriter.Rewrite(graph, (rewriter, node) =>
        {
            if (NodeText.IsStandard(node))
                Raise(rewriter, node, opset);
        });
        graph.Model.OpsetImport.First(o => o.Domain is "" or "ai.onnx").Version = Target;
        graph.RemoveUnusedInitializers();
    }

    private static void Raise(GraphRewriter graph, NodeProto node, long opset)
    {
        RemovedOperators.Refuse(node, opset);
        node.Take("consumed_inputs");
        LegacyBroadcast.Raise(graph, node, opset);
        LayerUpgrades.Raise(graph, node, opset);
        AttributeInputs.Raise(graph, node, opset);
        ResizeUpgrade.Raise(graph, node, opset);
        SoftmaxUpgrade.Raise(graph, node);
    }
}
