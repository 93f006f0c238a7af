using System.Runtime.InteropServices;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Reading;

/// <summary>Constants that take the place of attributes, named after the node that reads them.</summary>
internal static class RewriterConstants
{
    /// <summary>A list of int64.</summary>
    public static string Longs(this GraphRewriter graph, NodeProto node, string role, params long[] values) =>
        graph.Add(TensorData.Create($"{node.Output[0]}.{role}", [values.Length], OnnxDataType.Int64,
            MemoryMarshal.AsBytes<long>(values)));

    /// <summary>A scalar of the element type that <paramref name="like"/> has, since operators mix none.</summary>
    public static string Scalar(this GraphRewriter graph, NodeProto node, string role, float value, string? like)
    {
        var type = graph.TypeOf(like);
        var raw = type switch
        {
            OnnxDataType.Float => BitConverter.GetBytes(value),
            OnnxDataType.Float16 => BitConverter.GetBytes((Half)value),
            OnnxDataType.Double => BitConverter.GetBytes((double)value),
            OnnxDataType.Int64 => BitConverter.GetBytes((long)value),
            OnnxDataType.Int32 => BitConverter.GetBytes((int)value),
            OnnxDataType.UInt8 => [(byte)value],
            OnnxDataType.Int8 => [(byte)(sbyte)value],
            _ => throw new OnnxFormatException(
                $"{NodeText.Of(node)} works on {type}, for which no {role} can be written; export it as float32"),
        };
        return graph.Add(TensorData.Create($"{node.Output[0]}.{role}", [], type, raw));
    }

    /// <summary>
    /// Makes an input end in <paramref name="ones"/> further dimensions of 1: a constant through a copy, since others may read
    /// it as it is, anything else through Unsqueeze.
    /// </summary>
    public static void EndInOnes(this GraphRewriter graph, NodeProto node, int input, int rank, int ones)
    {
        if (ones == 0)
            return;
        var name = node.Input[input];
        if (graph.Constant(name) is { } constant)
        {
            var copy = constant.Clone();
            copy.Name = $"{name}.aligned";
            copy.Dims.AddRange(Enumerable.Repeat(1L, ones));
            node.Input[input] = graph.Add(copy);
            return;
        }

        var axes = graph.Longs(node, "axes", [.. Enumerable.Range(rank, ones).Select(i => (long)i)]);
        node.Input[input] = graph.Before(node, "Unsqueeze", [name, axes]);
    }

    /// <summary>Takes an attribute off a node and gives it.</summary>
    public static AttributeProto? Take(this NodeProto node, string name)
    {
        if (node.Find(name) is not { } attribute)
            return null;
        node.Attribute.Remove(attribute);
        return attribute;
    }

    /// <summary>Sets an input, leaving those between out.</summary>
    public static void SetInput(this NodeProto node, int index, string name)
    {
        while (node.Input.Count <= index)
            node.Input.Add("");
        node.Input[index] = name;
    }
}
