using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Graph;

/// <summary>Turns a float16 graph into the float32 graph of the same values: every float16 number is a float32 number.</summary>
internal static class Float16Widening
{
    private const int Half = (int)OnnxDataType.Float16, Single = (int)OnnxDataType.Float;

    /// <summary>Widens initializers, constants, casts, inputs and outputs in place.</summary>
    public static void Widen(OnnxGraph graph)
    {
        foreach (var tensor in graph.Initializers.Where(t => t.DataType == Half).ToList())
            graph.SetInitializer(TensorData.Floats(tensor.Name, tensor.Dims, tensor.ToFloats()));
        foreach (var value in graph.Model.Graph.Input.Concat(graph.Model.Graph.Output).Concat(graph.Model.Graph.ValueInfo))
        {
            if (value.Type?.TensorType is { ElemType: Half } type)
                type.ElemType = Single;
        }

        foreach (var attribute in graph.Nodes.SelectMany(n => n.Attribute))
        {
            if (attribute.Name == "to" && attribute.I == Half)
                attribute.I = Single;
            if (attribute.T is { DataType: Half } tensor)
                attribute.T = TensorData.Floats(tensor.Name, tensor.Dims, tensor.ToFloats());
        }
    }
}
