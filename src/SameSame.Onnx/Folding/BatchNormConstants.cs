using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Folding;

/// <summary>The constants of a BatchNormalization in inference: <c>y = Scale (x - Mean) / sqrt(Variance + Epsilon) + Shift</c> per channel.</summary>
/// <param name="Scale">gamma.</param>
/// <param name="Shift">beta.</param>
/// <param name="Mean">Running mean.</param>
/// <param name="Variance">Running variance.</param>
/// <param name="Epsilon">Added to the variance.</param>
public sealed record BatchNormConstants(float[] Scale, float[] Shift, float[] Mean, float[] Variance, double Epsilon)
{
    /// <summary><c>gamma / sqrt(var + eps)</c> of a channel.</summary>
    public double Gain(int channel) => Scale[channel] / Math.Sqrt(Variance[channel] + Epsilon);

    /// <summary>Reads a node's constants, or null where one of them is computed.</summary>
    public static BatchNormConstants? Read(OnnxGraph graph, NodeProto node)
    {
        var tensors = Enumerable.Range(1, 4).Select(i => graph.Initializer(node.InputOrNull(i))).ToList();
        return tensors.Any(t => t is null)
            ? null
            : new(tensors[0]!.ToFloats(), tensors[1]!.ToFloats(), tensors[2]!.ToFloats(), tensors[3]!.ToFloats(), node.Float("epsilon", 1e-5f));
    }
}
