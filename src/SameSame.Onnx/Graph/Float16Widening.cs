using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Graph;

/// <summary>
/// Turns a graph in float16 or float64 into one in float32. Every float16 number is a float32 number; what a float64 graph loses is far below any quantization step. A constant
/// that a Cast rounds to float16 stays rounded.
/// </summary>
internal static class Float16Widening
{
    private const int Half = (int)OnnxDataType.Float16, Single = (int)OnnxDataType.Float, Double = (int)OnnxDataType.Double;

    /// <summary>Converts initializers, constants, casts, inputs and outputs in place.</summary>
    public static void Widen(OnnxGraph graph)
    {
        var rounding = RoundConstants(graph);
        foreach (var tensor in graph.Initializers.Where(t => IsOther(t.DataType)).ToList())
            graph.SetInitializer(TensorData.Floats(tensor.Name, tensor.Dims, tensor.ToFloats()));
        foreach (var value in graph.Model.Graph.Input.Concat(graph.Model.Graph.Output).Concat(graph.Model.Graph.ValueInfo))
        {
            if (value.Type?.TensorType is { } type && IsOther(type.ElemType))
                type.ElemType = Single;
        }

        foreach (var attribute in graph.Nodes.SelectMany(n => n.Attribute))
        {
            if (attribute.Name == "to" && IsOther((int)attribute.I) && !rounding.Contains(attribute))
                attribute.I = Single;
            if (attribute.T is { } tensor && IsOther(tensor.DataType))
                attribute.T = TensorData.Floats(tensor.Name, tensor.Dims, tensor.ToFloats());
        }
    }

    private static bool IsOther(int type) => type is Half or Double;

    // Behind each Cast of a float constant to float16 another back to float32; returns the attributes that stay what they are.
    private static HashSet<AttributeProto> RoundConstants(OnnxGraph graph)
    {
        var rounding = new HashSet<AttributeProto>(ReferenceEqualityComparer.Instance);
        var constants = graph.Initializers.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var node in graph.Nodes.ToList())
        {
            if (!node.Input.All(constants.Contains) || node.Output.Count == 0)
                continue;
            constants.UnionWith(node.Output);
            if (node.OpType != "Cast" || node.Find("to") is not { I: Half } to)
                continue;
            rounding.Add(to);
            var half = graph.UniqueName($"{node.Output[0]}.half");
            graph.Nodes.Insert(graph.Nodes.IndexOf(node) + 1, NodeAttributes.Create("Cast", [half], node.Output[0], NodeAttributes.Attribute("to", (long)Single)));
            node.Output[0] = half;
        }

        return rounding;
    }
}
