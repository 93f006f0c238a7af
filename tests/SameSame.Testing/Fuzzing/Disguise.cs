using System.Runtime.InteropServices;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Testing.Fuzzing;

/// <summary>Puts constants into other clothes: behind casts, reshapes and sums, in Constant nodes of several forms.</summary>
internal static class Disguise
{
    public static void Apply(ModelProto model, Random random)
    {
        var graph = model.Graph;
        var read = graph.Node.SelectMany(n => n.Input).GroupBy(i => i, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        foreach (var tensor in graph.Initializer.Where(t => t.ElementType() == OnnxDataType.Float && t.Dims.Count > 0 && read[t.Name] == 1).ToList())
        {
            if (random.Next(3) == 0)
                Dress(model, tensor, random.Next(8));
        }
    }

    private static void Dress(ModelProto model, TensorProto tensor, int kind)
    {
        var (graph, name, values) = (model.Graph, tensor.Name, tensor.ToFloats());
        var inner = $"{name}.inner";
        switch (kind)
        {
            case 0:
                Replace(TensorData.Create(inner, tensor.Dims, OnnxDataType.Float16, MemoryMarshal.AsBytes<Half>([.. values.Select(v => (Half)v)])));
                Insert(NodeAttributes.Create("Cast", [inner], name, NodeAttributes.Attribute("to", 1L)));
                break;
            case 1:
                Replace(TensorData.Create(inner, tensor.Dims, OnnxDataType.Double, MemoryMarshal.AsBytes<double>([.. values.Select(v => (double)v)])));
                Insert(NodeAttributes.Create("Cast", [inner], name, NodeAttributes.Attribute("to", 1L)));
                break;
            case 2:
                Replace(TensorData.Floats(inner, [values.Length], values));
                graph.Initializer.Add(TensorData.Create($"{name}.shape", [tensor.Dims.Count], OnnxDataType.Int64, MemoryMarshal.AsBytes<long>([.. tensor.Dims])));
                Insert(NodeAttributes.Create("Reshape", [inner, $"{name}.shape"], name));
                break;
            case 3:
                Replace(TensorData.Floats(inner, tensor.Dims, values));
                Insert(NodeAttributes.Create("Identity", [inner], name));
                break;
            case 4:
                graph.Initializer.Remove(tensor);
                var constant = NodeAttributes.Create("Constant", [], name);
                constant.Attribute.Add(new AttributeProto { Name = "value", T = TensorData.Floats("", tensor.Dims, values), Type = 4 });
                Insert(constant);
                break;
            case 5 when tensor.Dims.Count == 1 && model.OpsetImport[0].Version >= 12:
                graph.Initializer.Remove(tensor);
                var list = NodeAttributes.Create("Constant", [], name);
                list.Attribute.Add(new AttributeProto { Name = "value_floats", Type = 6 });
                list.Attribute[0].Floats.AddRange(values);
                Insert(list);
                break;
            case 6 when tensor.Dims.Count is 2 or 4:
                var perm = tensor.Dims.Count == 2 ? new long[] { 1, 0 } : [1, 0, 2, 3];
                Replace(Swapped(inner, tensor, values));
                Insert(NodeAttributes.Create("Transpose", [inner], name, NodeAttributes.Attribute("perm", perm)));
                break;
            default:
                Replace(TensorData.Floats(inner, tensor.Dims, [.. values.Select(v => v / 2)]));
                Insert(NodeAttributes.Create("Add", [inner, inner], name));
                break;
        }

        void Replace(TensorProto by)
        {
            graph.Initializer.Remove(tensor);
            graph.Initializer.Add(by);
        }

        void Insert(NodeProto node) => graph.Node.Insert(0, node);
    }

    // The first two axes change places.
    private static TensorProto Swapped(string name, TensorProto tensor, float[] values)
    {
        var (a, b) = ((int)tensor.Dims[0], (int)tensor.Dims[1]);
        var inner = values.Length / (a * b);
        var swapped = new float[values.Length];
        for (var i = 0; i < values.Length; i++)
            swapped[((i / inner % b * a) + (i / inner / b)) * inner + i % inner] = values[i];
        return TensorData.Floats(name, [b, a, .. tensor.Dims.Skip(2)], swapped);
    }
}
