using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;

namespace SameSame.Onnx.Qdq.Checks;

/// <summary>Every scale is a constant, positive, finite and a normal float32 number.</summary>
internal static class StoredScales
{
    // The least normal float32 number; below it a scale has lost its digits.
    private const float Least = 1.17549435e-38f;

    public static void Verify(OnnxGraph graph)
    {
        foreach (var node in graph.Nodes.Where(n => n.OpType is "QuantizeLinear" or "DequantizeLinear"))
        {
            var scales = graph.Initializer(node.Input[1])?.ToFloats() ?? throw ExportCheck.Violation($"tensor '{node.Output[0]}'", $"its scale '{node.Input[1]}' is no constant");
            for (var i = 0; i < scales.Length; i++)
            {
                if (!(scales[i] >= Least) || !float.IsFinite(scales[i]))
                    throw ExportCheck.Violation($"tensor '{node.Output[0]}'", $"scale {i} is {scales[i]:g3}");
            }
        }
    }
}
