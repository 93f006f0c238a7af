using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Reading;

/// <summary>Exchanges the last two axes of an operand, as a fused product does on its way.</summary>
internal static class Transposition
{
    /// <summary>
    /// What makes the operand and gives its name; null where its rank is not known, so that nothing must be changed.
    /// </summary>
    public static Func<string>? Of(GraphRewriter graph, NodeProto node, int input, string attribute)
    {
        var name = node.Input[input];
        if (node.Int(attribute, 0) == 0)
            return () => name;
        var constant = graph.Constant(name);
        if ((constant?.Dims.Count ?? graph.Shapes[name]?.Length) is not { } rank)
            return null;
        // ONNX Runtime ignores the wish for a vector.
        if (rank < 2)
            return () => name;
        if (constant is not null && constant.ElementType() == OnnxDataType.Float
            && (constant.HasRawData || constant.FloatData.Count > 0))
            return () => graph.Add(Transposed(constant, name));
        long[] order = [.. Enumerable.Range(0, rank - 2).Select(i => (long)i), rank - 1, rank - 2];
        return () => graph.Before(node, "Transpose", [name], NodeAttributes.Attribute("perm", order));
    }

    private static TensorProto Transposed(TensorProto tensor, string name)
    {
        var (rows, columns) = ((int)tensor.Dims[^2], (int)tensor.Dims[^1]);
        var values = tensor.ToFloats();
        var result = new float[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var (matrix, at) = Math.DivRem(i, rows * columns);
            result[matrix * rows * columns + at % columns * rows + at / columns] = values[i];
        }

        return TensorData.Floats($"{name}.transposed", [.. tensor.Dims.SkipLast(2), columns, rows], result);
    }
}
