using System.Security.Cryptography;
using System.Text;
using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Qdq.Checks;

/// <summary>
/// What of a quantized graph an optimizer decides by: nodes, their wiring and attributes, the types and sizes of constants, and which zero points are 0 (a ReLU in front of such a
/// quantizer goes). Cells of one skeleton go through the same passes, whatever their weights and scales.
/// </summary>
public static class GraphSkeleton
{
    /// <summary>A digest of the skeleton.</summary>
    public static string Of(ModelProto model)
    {
        var graph = new OnnxGraph(model);
        var text = new StringBuilder();
        foreach (var opset in model.OpsetImport)
            text.Append(opset.Domain).Append(':').Append(opset.Version).Append(';');
        foreach (var node in graph.Nodes)
        {
            text.Append('\n').Append(node.Domain).Append(' ').Append(node.OpType).Append(' ').AppendJoin(',', node.Input).Append('>').AppendJoin(',', node.Output);
            foreach (var attribute in node.Attribute)
                text.Append(' ').Append(attribute);
        }

        foreach (var tensor in graph.Initializers)
        {
            text.Append('\n').Append(tensor.Name).Append(' ').Append(tensor.DataType).Append(' ').AppendJoin('x', tensor.Dims);
            if (tensor.Name.EndsWith(".zero_point", StringComparison.Ordinal))
                text.Append(tensor.RawData.Span.ContainsAnyExcept((byte)0) ? " other" : " zero");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
