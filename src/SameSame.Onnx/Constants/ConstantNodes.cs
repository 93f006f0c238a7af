using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Constants;

/// <summary>Constant nodes: the same as initializers, written another way.</summary>
internal static class ConstantNodes
{
    private const int String = 8;

    /// <summary>The initializer that does what a Constant node does, or null for text and sparse tensors.</summary>
    public static TensorProto? Read(NodeProto node)
    {
        var name = node.Output[0];
        if (node.Find("value")?.T is { } value && value.DataType != String && value.ExternalData.Count == 0)
        {
            var tensor = value.Clone();
            tensor.Name = name;
            return tensor;
        }

        var constant =
            node.Find("value_float") is { } scalar ? ConstantTensor.Of(OnnxDataType.Float, [], [(double)scalar.F])
            : node.Find("value_floats") is { } floats
                ? ConstantTensor.Of(OnnxDataType.Float, [floats.Floats.Count], [.. floats.Floats.Select(f => (double)f)])
            : node.Find("value_int") is { } integer ? ConstantTensor.Of(OnnxDataType.Int64, [], [integer.I])
            : node.Find("value_ints") is { } integers
                ? ConstantTensor.Of(OnnxDataType.Int64, [integers.Ints.Count], integers.Ints.ToArray())
            : null;
        return constant is null ? null : ConstantTensorData.Write(constant, name);
    }
}
