using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;
using SameSame.Quantization.Schemes;
using SameSame.Quantization.Statistics;

namespace SameSame.Onnx.Qdq;

/// <summary>
/// Quantizes constants that a product reads and that are no layer of the channel algebra: a matrix on the left, one matrix for each batch of a MatMul. Their factors
/// are 1, their bits are the scheme's, and they have one scale.
/// </summary>
internal static class OperandQuantizer
{
    /// <summary>Quantizes in place, after the layers; returns what was quantized: the product's output, which operand, and the name of its dequantized values.</summary>
    public static List<(string Output, int Operand, string Stored)> Quantize(QdqNodes nodes, QuantizationScheme scheme, ICalibrator ranges)
    {
        var quantized = new List<(string Output, int Operand, string Stored)>();
        foreach (var node in nodes.Graph.Nodes.Where(n => QuantizedOperators.Products.Contains(n.OpType)).ToList())
        {
            for (var i = 0; i < Math.Min(2, node.Input.Count); i++)
            {
                if (nodes.Graph.Initializer(node.Input[i]) is { } constant && constant.ElementType() == OnnxDataType.Float && constant.Dims.Count > 0)
                    quantized.Add((node.Output[0], i, Quantize(nodes, node, i, constant, scheme, ranges)));
            }
        }

        return quantized;
    }

    private static string Quantize(QdqNodes nodes, NodeProto node, int operand, TensorProto constant, QuantizationScheme scheme, ICalibrator ranges)
    {
        var values = constant.ToFloats();
        // ONNX Runtime's integer product takes scales of columns for a single matrix only, so there is one scale in either granularity.
        var scales = WeightQuantizer.Scales(values, 1, scheme.Bits.Weights, Granularity.PerTensor, ranges);
        WeightQuantizer.FitZeros(scales, values, [], 1);
        var codes = WeightQuantizer.Quantize(values, 1, scales, scheme.Bits.Weights);
        var name = nodes.Unique($"{node.Output[0]}.operand{operand}.dequantized");
        nodes.Graph.Nodes.Insert(nodes.Graph.Nodes.IndexOf(node), nodes.Weights(name, [.. constant.Dims], codes, scales, 0, scheme.Bits.Weights));
        node.Input[operand] = name;
        return name;
    }
}
