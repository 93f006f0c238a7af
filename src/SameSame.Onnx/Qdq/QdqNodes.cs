using System.Runtime.InteropServices;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;
using SameSame.Quantization.Schemes;

namespace SameSame.Onnx.Qdq;

/// <summary>
/// Writes QuantizeLinear and DequantizeLinear nodes. They come from the <c>com.microsoft</c> domain, which has 16-bit types and per-channel
/// axes at any opset of the model; ONNX Runtime fuses them as it does the standard ones.
/// </summary>
internal sealed class QdqNodes
{
    public const string Domain = "com.microsoft";

    // What stands beside a tensor is named after it.
    private static readonly string[] Suffixes = ["", ".codes", ".codes.cut", ".scale", ".zero_point", ".real", ".stored", ".limit", ".unbounded", ".bounded"];
    private readonly HashSet<string> _taken;

    public QdqNodes(OnnxGraph graph)
    {
        Graph = graph;
        _taken = graph.Names();
    }

    public OnnxGraph Graph { get; }

    /// <summary>A name that neither the graph nor anything derived from a name here has: models may use names like ours.</summary>
    public string Unique(string wish)
    {
        var name = wish;
        for (var i = 2; Suffixes.Any(s => _taken.Contains(name + s)); i++)
            name = $"{wish}.{i}";
        _taken.UnionWith(Suffixes.Select(s => name + s));
        return name;
    }

    /// <summary>The name of something beside a tensor of the model, <c>tensor.suffix</c>, made unique.</summary>
    public string Beside(string tensor, string suffix)
    {
        var name = $"{tensor}.{suffix}";
        for (var i = 2; !_taken.Add(name); i++)
            name = $"{tensor}.{suffix}.{i}";
        return name;
    }

    /// <summary>Declares the domain; the standard opset stays as it is.</summary>
    public void ImportDomain()
    {
        if (Graph.Model.OpsetImport.All(o => o.Domain != Domain))
            Graph.Model.OpsetImport.Add(new OperatorSetIdProto { Domain = Domain, Version = 1 });
    }

    /// <summary>The pair Q, DQ from one tensor to another, to be inserted by the caller.</summary>
    public NodeProto[] Pair(string from, string to, string parameters)
    {
        var codes = Beside(to, "codes");
        return [Node("QuantizeLinear", [from, $"{parameters}.scale", $"{parameters}.zero_point"], codes),
                Node("DequantizeLinear", [codes, $"{parameters}.scale", $"{parameters}.zero_point"], to)];
    }

    /// <summary>Stores scale and zero point of an activation under a name.</summary>
    public void SetParameters(string parameters, ActivationQuantizer quantizer)
    {
        Graph.SetInitializer(TensorData.Floats($"{parameters}.scale", [], [quantizer.Scale]));
        Graph.SetInitializer(quantizer.Bits <= 8
            ? TensorData.Create($"{parameters}.zero_point", [], OnnxDataType.UInt8, [(byte)quantizer.ZeroPoint])
            : TensorData.Create($"{parameters}.zero_point", [], OnnxDataType.UInt16, MemoryMarshal.AsBytes<ushort>([(ushort)quantizer.ZeroPoint])));
    }

    /// <summary>Stores integer weights and returns the node that dequantizes them to <paramref name="to"/>.</summary>
    public NodeProto Weights(string to, long[] dims, short[] codes, float[] scales, int axis, int bits)
    {
        Graph.SetInitializer(bits <= 8
            ? TensorData.Create($"{to}.codes", dims, OnnxDataType.Int8, MemoryMarshal.AsBytes<sbyte>([.. codes.Select(c => (sbyte)c)]))
            : TensorData.Create($"{to}.codes", dims, OnnxDataType.Int16, MemoryMarshal.AsBytes<short>(codes)));
        long[] shape = scales.Length == 1 ? [] : [scales.Length];
        Graph.SetInitializer(TensorData.Floats($"{to}.scale", shape, scales));
        Graph.SetInitializer(TensorData.Create($"{to}.zero_point", shape, bits <= 8 ? OnnxDataType.Int8 : OnnxDataType.Int16, new byte[scales.Length * (bits <= 8 ? 1 : 2)]));
        var node = Node("DequantizeLinear", [$"{to}.codes", $"{to}.scale", $"{to}.zero_point"], to);
        if (scales.Length > 1)
            node.Attribute.Add(NodeAttributes.Attribute("axis", axis));
        return node;
    }

    /// <summary>Stores an int32 bias and returns the node that dequantizes it.</summary>
    public NodeProto Bias(string to, int[] codes, float[] scales)
    {
        Graph.SetInitializer(TensorData.Create($"{to}.codes", [codes.Length], OnnxDataType.Int32, MemoryMarshal.AsBytes<int>(codes)));
        long[] shape = scales.Length == 1 ? [] : [scales.Length];
        Graph.SetInitializer(TensorData.Floats($"{to}.scale", shape, scales));
        Graph.SetInitializer(TensorData.Create($"{to}.zero_point", shape, OnnxDataType.Int32, new byte[scales.Length * sizeof(int)]));
        var node = Node("DequantizeLinear", [$"{to}.codes", $"{to}.scale", $"{to}.zero_point"], to);
        if (scales.Length > 1)
            node.Attribute.Add(NodeAttributes.Attribute("axis", 0L));
        return node;
    }

    private static NodeProto Node(string op, IEnumerable<string> inputs, string output)
    {
        var node = NodeAttributes.Create(op, inputs, output);
        node.Domain = Domain;
        return node;
    }
}
