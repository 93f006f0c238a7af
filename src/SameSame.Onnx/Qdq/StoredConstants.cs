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
    /// <param name="node">The node that dequantizes them.</param>
    /// <param name="start">Index of the first, in the constant's own layout.</param>
    /// <param name="codes">Takes as many as fit.</param>
    /// <exception cref="OnnxFormatException">The constant is no int8 or int16.</exception>
    public void Codes(NodeProto node, int start, Span<float> codes)
    {
        var tensor = graph.Initializer(node.Input[0])!;
        var raw = tensor.RawData.Span;
        switch (tensor.ElementType())
        {
            case OnnxDataType.Int8:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, sbyte>(raw).Slice(start, codes.Length), codes);
                break;
            case OnnxDataType.Int16:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, short>(raw).Slice(start, codes.Length), codes);
                break;
            case var other:
                throw new OnnxFormatException($"tensor '{tensor.Name}': {other} is no type of weight codes");
        }
    }

    /// <summary>The real values of a constant of 8 or 16 bits, in its own layout.</summary>
    public float[] Values(NodeProto node)
    {
        var (values, scales) = (new float[graph.Initializer(node.Input[0])!.Count()], Scales(node));
        Codes(node, 0, values);
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
