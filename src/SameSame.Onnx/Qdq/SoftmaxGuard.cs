using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;

namespace SameSame.Onnx.Qdq;

/// <summary>
/// Keeps a Softmax between a dequantized input and a quantized output in floating point. ONNX Runtime would make an integer kernel of it that cuts off instead of rounding: half a code too
/// low on average, which later sums do not average out (22 dB where the file has 45, found by the fuzzer). A maximum with the least float32 number changes no value and is no part of that pattern.
/// </summary>
internal static class SoftmaxGuard
{
    /// <summary>Inserts it where it is needed.</summary>
    public static void Apply(QdqNodes nodes)
    {
        var producers = nodes.Graph.Producers();
        foreach (var node in nodes.Graph.Nodes.Where(n => n.OpType == "Softmax" && producers.TryGetValue(n.Input[0], out var p) && p.OpType == "DequantizeLinear").ToList())
        {
            var (guarded, least) = (nodes.Beside(node.Output[0], "guarded"), nodes.Beside(node.Output[0], "least"));
            nodes.Graph.SetInitializer(TensorData.Floats(least, [], [float.MinValue]));
            nodes.Graph.Nodes.Insert(nodes.Graph.Nodes.IndexOf(node), NodeAttributes.Create("Max", [node.Input[0], least], guarded));
            node.Input[0] = guarded;
        }
    }
}
