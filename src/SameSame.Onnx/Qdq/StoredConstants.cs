using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Qdq;

/// <summary>Reads the integer constants of a quantized graph back as the real numbers that its DequantizeLinear nodes give.</summary>
internal sealed class StoredConstants(OnnxGraph graph)
{
    private readonly Dictionary<string, NodeProto> _dequantizers =
        graph.Nodes.Where(n => n.OpType == "DequantizeLinear" && graph.Initializer(n.Input[0]) is not null).ToDictionary(n => n.Output[0], StringComparer.Ordinal);

    /// <summary>The node that gives a constant, or null where that name is none.</summary>
    public NodeProto? Find(string? tensor) => tensor is not null && _dequantizers.TryGetValue(tensor, out var node) ? node : null;

    /// <summary>The scales of a node, one, or one for each index of <c>axis</c>.</summary>
    public float[] Scales(NodeProto node) => graph.Initializer(node.Input[1])!.ToFloats();

    /// <summary>Dimensions of a constant.</summary>
    public long[] Dims(NodeProto node) => [.. graph.Initializer(node.Input[0])!.Dims];

    /// <summary>Codes of 8 or 16 bits as floats, which hold them exactly.</summary>
    /// <exception cref="OnnxFormatException">The constant is no int8 or int16.</exception>
    public float[] Codes(NodeProto node)
    {
        var tensor = graph.Initializer(node.Input[0])!;
        var raw = tensor.RawData.Span;
        var codes = new float[tensor.Count()];
        switch (tensor.ElementType())
        {
            case OnnxDataType.Int8:
                TensorPrimitives.ConvertTruncating<sbyte, float>(MemoryMarshal.Cast<byte, sbyte>(raw), codes);
                break;
            case OnnxDataType.Int16:
                TensorPrimitives.ConvertTruncating<short, float>(MemoryMarshal.Cast<byte, short>(raw), codes);
                break;
            case var other:
                throw new OnnxFormatException($"tensor '{tensor.Name}': {other} is no type of weight codes");
        }

        return codes;
    }

    /// <summary>The real values of a constant of 8 or 16 bits, in its own layout.</summary>
    public float[] Values(NodeProto node)
    {
        var (values, scales) = (Codes(node), Scales(node));
        foreach (var (start, length, index) in Runs(node, scales.Length))
            TensorPrimitives.Multiply(values.AsSpan(start, length), scales[index], values.AsSpan(start, length));
        return values;
    }

    /// <summary>The real values of an int32 bias, one a channel.</summary>
    public double[] Bias(NodeProto node)
    {
        var scales = Scales(node);
        return [.. graph.Initializer(node.Input[0])!.ToLongs().Select((c, o) => c * (double)scales[scales.Length == 1 ? 0 : o])];
    }

    /// <summary>Stretches of a constant that share a scale: where each starts, how long it is, which scale it has.</summary>
    public IEnumerable<(int Start, int Length, int Scale)> Runs(NodeProto node, int scales)
    {
        var dims = Dims(node);
        var total = (int)dims.Aggregate(1L, (a, b) => a * b);
        if (scales == 1)
            return total == 0 ? [] : [(0, total, 0)];
        var inner = (int)dims.Skip((int)node.Int("axis", 1) + 1).Aggregate(1L, (a, b) => a * b);
        return Enumerable.Range(0, total / inner).Select(n => (n * inner, inner, n % scales));
    }
}
