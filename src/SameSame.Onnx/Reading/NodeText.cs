using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Reading;

/// <summary>How messages call a node: exporters leave names away, so an output stands in.</summary>
internal static class NodeText
{
    /// <summary>The node's name, or its first output's.</summary>
    public static string Name(NodeProto node) =>
        node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault(o => o.Length > 0) ?? node.OpType;

    /// <summary>Operator and name.</summary>
    public static string Of(NodeProto node) => $"node '{Name(node)}' ({node.OpType})";

    /// <summary>True for an operator of the standard set.</summary>
    public static bool IsStandard(NodeProto node) => node.Domain is "" or "ai.onnx";
}
