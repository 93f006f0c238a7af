using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Qdq;

/// <summary>What a quantized network's constants take on the hardware it is made for. ONNX stores codes of four bits in bytes; hardware packs them.</summary>
public static class WeightStorage
{
    /// <summary>Bytes of weights, packed at their bits, of biases, and of scales. Zero points of weights are zero and take nothing.</summary>
    /// <param name="model">A graph of <see cref="QdqExporter"/>.</param>
    /// <param name="weightBits">Bits of a weight.</param>
    public static long PackedBytes(ModelProto model, int weightBits) => model.Graph.Initializer.Sum(t => Bytes(t, weightBits));

    private static long Bytes(TensorProto tensor, int weightBits)
    {
        var elements = tensor.Dims.Aggregate(1L, (n, d) => n * d);
        if (tensor.Name.EndsWith(".zero_point", StringComparison.Ordinal))
            return 0;
        return tensor.ElementType() switch
        {
            OnnxDataType.Int8 or OnnxDataType.Int16 => (elements * weightBits + 7) / 8,
            OnnxDataType.Int32 or OnnxDataType.Float => 4 * elements,
            OnnxDataType.Int64 or OnnxDataType.Double => 8 * elements,
            _ => elements,
        };
    }
}
