using SameSame.Onnx.Constants;
using SameSame.Onnx.IO;
using SameSame.Onnx.Reading;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Graph;

/// <summary>
/// Brings exporters' habits to one form before anything is analysed: whatever is computed from constants alone becomes an initializer, float16 and float64
/// become float32, a Gemm's alpha and beta move into its constants, products and Clips get the forms that the algebra knows.
/// </summary>
public static class GraphNormalizer
{
    /// <summary>Normalizes in place.</summary>
    /// <exception cref="OnnxFormatException">The model is quantized already, or has control flow that reads the main graph.</exception>
    public static void Normalize(OnnxGraph graph, string name)
    {
        if (graph.Nodes.FirstOrDefault(n => n.OpType is "QuantizeLinear" or "DequantizeLinear" or "QLinearConv" or "ConvInteger") is { } quantized)
            throw new OnnxFormatException($"{name}: already quantized (node '{quantized.Name}' is {quantized.OpType}); give the FP32 model it was made from");
        // Once more after what makes new constants.
        ConstantFolder.Fold(graph);
        ConditionInliner.Inline(graph);
        Float16Widening.Widen(graph);
        ConstantFolder.Fold(graph);
        ComputedShapes.Fold(graph);
        ClipForms.Normalize(graph);
        foreach (var gemm in graph.Nodes.Where(n => n.OpType == "Gemm"))
            AbsorbGemmScales(graph, gemm);
        LinearForms.Normalize(graph);
        ConstantFolder.Fold(graph);
        graph.RemoveUnusedInitializers();
    }

    private static void AbsorbGemmScales(OnnxGraph graph, NodeProto gemm)
    {
        float alpha = gemm.Float("alpha", 1), beta = gemm.Float("beta", 1);
        if (alpha != 1 && graph.Initializer(gemm.Input[1]) is { } weight)
        {
            graph.SetConstantInput(gemm, 1, [.. weight.Dims], [.. weight.ToFloats().Select(w => w * alpha)]);
            gemm.Find("alpha")!.F = 1;
        }

        if (beta != 1 && graph.Initializer(gemm.InputOrNull(2)) is { } bias)
        {
            graph.SetConstantInput(gemm, 2, [.. bias.Dims], [.. bias.ToFloats().Select(b => b * beta)]);
            gemm.Find("beta")!.F = 1;
        }
    }
}
