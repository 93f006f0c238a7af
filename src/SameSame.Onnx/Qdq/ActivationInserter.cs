using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;
using SameSame.Quantization.Schemes;

namespace SameSame.Onnx.Qdq;

/// <summary>
/// Puts Q and DQ behind one activation. An upper bound that the codes alone do not enforce, fewer codes than the container has or a per-channel ReLU6
/// bound, cuts off codes, so that the compute operator in front keeps its integer kernel: <c>Q(min(x, b)) = min(Q(x), Q(b))</c> since rounding is
/// monotone. One bound for the whole tensor is a Clip between Q and DQ, on bytes. Bounds a channel have no operator that takes bytes and follow as
/// <c>Q, DQ, Min, Q, DQ</c> with equal parameters.
/// </summary>
internal static class ActivationInserter
{
    /// <summary>Quantizes <paramref name="tensor"/>; returns true where a bound of its own was needed.</summary>
    public static bool Quantize(QdqNodes nodes, string tensor, ActivationQuantizer quantizer, string parameters, bool passesThrough, bool isInput)
    {
        var graph = nodes.Graph;
        var bounds = passesThrough || isInput ? null : TakeUpperBound(graph, tensor);
        var bounded = !passesThrough && !isInput && NeedsBound(quantizer, bounds?.Values);

        var real = isInput ? tensor : nodes.Beside(tensor, "real");
        var at = 0;
        if (!isInput)
        {
            var producer = graph.Nodes.First(n => n.Output.Contains(tensor));
            producer.Output[producer.Output.IndexOf(tensor)] = real;
            at = graph.Nodes.IndexOf(producer) + 1;
        }

        var stored = isInput ? nodes.Beside(tensor, "stored") : tensor;
        if (isInput)
            graph.Redirect(tensor, stored);
        foreach (var node in bounded ? Bounded(nodes, real, stored, parameters, quantizer, bounds ?? ([], [float.PositiveInfinity])) : nodes.Pair(real, stored, parameters))
            graph.Nodes.Insert(at++, node);
        return bounded;
    }

    private static IEnumerable<NodeProto> Bounded(
        QdqNodes nodes, string from, string to, string parameters, ActivationQuantizer quantizer, (long[] Dims, float[] Values) bounds)
    {
        var graph = nodes.Graph;
        var limit = nodes.Beside(to, "limit");
        if (bounds.Values.Select(v => quantizer.Quantize(v)).Distinct().ToList() is [var top] && quantizer.ContainerTop == byte.MaxValue)
        {
            var pair = nodes.Pair(from, to, parameters);
            var cut = nodes.Beside(to, "codes.cut");
            graph.SetInitializer(TensorData.Create(limit, [], OnnxDataType.UInt8, [(byte)top]));
            pair[1].Input[0] = cut;
            return [pair[0], NodeAttributes.Create("Clip", [pair[0].Output[0], "", limit], cut), pair[1]];
        }

        var (first, bounded) = (nodes.Beside(to, "unbounded"), nodes.Beside(to, "bounded"));
        graph.SetInitializer(TensorData.Floats(limit, bounds.Dims, [.. bounds.Values.Select(v => Math.Min(v, (float)quantizer.Ceiling))]));
        return [.. nodes.Pair(from, first, parameters), NodeAttributes.Create("Min", [first, limit], bounded), .. nodes.Pair(bounded, to, parameters)];
    }

    // Codes above the top do not exist in a full container, so a bound that itself rounds to the top code changes nothing.
    private static bool NeedsBound(ActivationQuantizer quantizer, float[]? bounds) =>
        quantizer.NeedsClip || (bounds?.Any(b => quantizer.Quantize(b) < quantizer.Top) ?? false);

    // Removes the Min, or the upper half of the Clip, that produces the tensor, and returns its bound.
    private static (long[] Dims, float[] Values)? TakeUpperBound(OnnxGraph graph, string tensor)
    {
        var producer = graph.Nodes.First(n => n.Output.Contains(tensor));
        // A bound behind a tensor that is stored itself belongs to this one alone: taken into the other's nodes, it would cut off nothing there.
        if (graph.UseCount(producer.Input[0]) != 1 || graph.Nodes.Any(n => n.OpType == "DequantizeLinear" && n.Output[0] == producer.Input[0]))
            return null;
        if (producer.OpType == "Min" && producer.Input.Count == 2 && graph.Initializer(producer.Input[1]) is { } constant)
        {
            Splice(graph, producer, tensor);
            return ([.. constant.Dims], constant.ToFloats());
        }

        if (producer.OpType == "Clip" && ClipBounds.Read(graph, producer) is { High: < float.PositiveInfinity } clip)
        {
            if (clip.Low == 0)
                graph.Nodes[graph.Nodes.IndexOf(producer)] = NodeAttributes.Create("Relu", [producer.Input[0]], tensor);
            else if (float.IsNegativeInfinity(clip.Low))
                Splice(graph, producer, tensor);
            else
                return null;
            return ([], [clip.High]);
        }

        return null;
    }

    private static void Splice(OnnxGraph graph, NodeProto node, string tensor)
    {
        graph.Nodes.Remove(node);
        var before = graph.Nodes.First(n => n.Output.Contains(node.Input[0]));
        graph.Redirect(node.Input[0], tensor);
        before.Output[before.Output.IndexOf(node.Input[0])] = tensor;
    }
}
