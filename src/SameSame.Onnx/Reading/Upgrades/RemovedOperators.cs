using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Reading.Upgrades;

/// <summary>Operators of old sets that have no equal at 13.</summary>
internal static class RemovedOperators
{
    private static readonly HashSet<string> Experimental = new(StringComparer.Ordinal)
    {
        "Affine", "ATen", "ConstantFill", "Crop", "DynamicSlice", "GivenTensorFill", "GRUUnit",
        "ImageScaler", "ParametricSoftplus", "Scale", "ScaledTanh",
    };

    /// <summary>Refuses them by name.</summary>
    public static void Refuse(NodeProto node, long opset)
    {
        if (Experimental.Contains(node.OpType) || node.OpType is "Scan" or "MeanVarianceNormalization" && opset < 9)
            throw new OnnxFormatException(
                $"{NodeText.Of(node)}: {node.OpType} of operator set {opset} has no equal at 13; export the model with "
                + "operator set 13");
    }
}
