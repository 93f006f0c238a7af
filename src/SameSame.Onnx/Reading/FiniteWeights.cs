using System.Runtime.InteropServices;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Reading;

/// <summary>
/// Finds constants that are NaN, and weights that are infinite: one is enough to make every result NaN, and no quantization scale covers it. A bound, a mask or a border may be
/// infinite.
/// </summary>
internal static class FiniteWeights
{
    private static readonly HashSet<string> Layers = new(StringComparer.Ordinal)
    {
        "Conv", "ConvTranspose", "Gemm", "MatMul", "FusedConv", "FusedGemm", "FusedMatMul", "BatchNormalization", "InstanceNormalization", "LayerNormalization", "GroupNormalization", "LSTM", "GRU", "RNN",
    };

    /// <summary>The tensors that layers of a graph read as weights or biases.</summary>
    public static HashSet<string> Weights(GraphProto graph) => graph.Node.Where(n => Layers.Contains(n.OpType)).SelectMany(n => n.Input)
        .Concat(graph.Node.SelectMany(Subgraphs.Of).SelectMany(Weights)).ToHashSet(StringComparer.Ordinal);

    /// <summary>
    /// Refuses a tensor with such a value. A tensor without data passes: graphs are shipped without their weights.
    /// </summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="weight">Whether a layer reads it.</param>
    public static void Check(TensorProto tensor, bool weight)
    {
        if (FirstBad(tensor) is { } bad && (weight || double.IsNaN(bad.Value)))
            throw new OnnxFormatException(
                $"initializer '{tensor.Name}' is not finite: value {bad.Index} is {bad.Value}; train or export it again");
    }

    private static (int Index, double Value)? FirstBad(TensorProto tensor) => tensor.ElementType() switch
    {
        OnnxDataType.Float when tensor.HasRawData => First<float>(tensor, v => v),
        OnnxDataType.Float => First(tensor.FloatData.Select(v => (double)v)),
        OnnxDataType.Float16 when tensor.HasRawData => First<Half>(tensor, v => (double)v),
        OnnxDataType.Float16 => First(tensor.Int32Data.Select(i => (double)BitConverter.UInt16BitsToHalf((ushort)i))),
        OnnxDataType.Double when tensor.HasRawData => First<double>(tensor, v => v),
        OnnxDataType.Double => First(tensor.DoubleData),
        _ => null,
    };

    // Whether the length is right is for whoever reads the values to say.
    private static (int, double)? First<T>(TensorProto tensor, Func<T, double> widen) where T : unmanaged
    {
        var values = MemoryMarshal.Cast<byte, T>(tensor.RawData.Span);
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(widen(values[i])))
                return (i, widen(values[i]));
        }

        return null;
    }

    private static (int, double)? First(IEnumerable<double> values)
    {
        foreach (var (i, value) in values.Index())
        {
            if (!double.IsFinite(value))
                return (i, value);
        }

        return null;
    }
}
