using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Graph;

/// <summary>
/// Brings exporters' habits to one form before anything is analysed: Constant nodes and Identity over constants become initializers, float16
/// becomes float32, a Gemm's alpha and beta move into its constants.
/// </summary>
public static class GraphNormalizer
{
    /// <summary>Normalizes in place.</summary>
    /// <exception cref="OnnxFormatException">The model is quantized already, or has control flow that reads the main graph.</exception>
    public static void Normalize(OnnxGraph graph, string name)
    {
        if (graph.Nodes.FirstOrDefault(n => n.OpType is "QuantizeLinear" or "DequantizeLinear" or "QLinearConv" or "ConvInteger") is { } quantized)
            throw new OnnxFormatException($"{name}: already quantized (node '{quantized.Name}' is {quantized.OpType}); give the FP32 model it was made from");
        Float16Widening.Widen(graph);
        LiftConstants(graph);
        ComputedShapes.Fold(graph);
        foreach (var gemm in graph.Nodes.Where(n => n.OpType == "Gemm"))
            AbsorbGemmScales(graph, gemm);
        graph.RemoveUnusedInitializers();
    }

    private static void LiftConstants(OnnxGraph graph)
    {
        foreach (var node in graph.Nodes.ToList())
        {
            if (node.OpType == "Constant" && node.Find("value")?.T is { } value)
            {
                var tensor = value.Clone();
                tensor.Name = node.Output[0];
                graph.SetInitializer(tensor);
                graph.Nodes.Remove(node);
            }
            else if (node.OpType == "Constant" && node.Find("value_float") is { } scalar)
            {
                graph.SetInitializer(TensorData.Floats(node.Output[0], [], [scalar.F]));
                graph.Nodes.Remove(node);
            }
            else if (node.OpType == "Transpose" && graph.Initializer(node.Input[0]) is { } matrix && matrix.Dims.Count == 2 && matrix.ElementType() == OnnxDataType.Float)
            {
                var (rows, columns, values) = ((int)matrix.Dims[0], (int)matrix.Dims[1], matrix.ToFloats());
                graph.SetInitializer(TensorData.Floats(node.Output[0], [columns, rows], [.. Enumerable.Range(0, values.Length).Select(i => values[i % rows * columns + i / rows])]));
                graph.Nodes.Remove(node);
            }
            else if (node.OpType == "Identity" && graph.Initializer(node.Input[0]) is { } shared && !graph.Outputs.Contains(node.Output[0]))
            {
                graph.Redirect(node.Output[0], shared.Name);
                graph.Nodes.Remove(node);
            }
        }
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
