using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Reading.Upgrades;

/// <summary>Layers that lost attributes: BatchNormalization, Dropout, recurrent ones, Scatter.</summary>
internal static class LayerUpgrades
{
    /// <summary>Raises one of them; leaves any other node.</summary>
    public static void Raise(GraphRewriter graph, NodeProto node, long opset)
    {
        switch (node.OpType)
        {
            case "BatchNormalization" when opset < 9:
                node.Take("is_test");
                if (node.Take("spatial")?.I == 0)
                    PerElement(graph, node);
                break;
            case "Dropout" when opset < 12:
                Dropout(graph, node);
                break;
            case "RNN" or "GRU" or "LSTM" when opset < 7:
                node.Take("output_sequence");
                break;
            case "Scatter":
                node.OpType = "ScatterElements";
                break;
        }
    }

    // What the mask holds where nothing is dropped was never agreed upon.
    private static void Dropout(GraphRewriter graph, NodeProto node)
    {
        if (node.Output.Count > 1 && node.Output[1].Length > 0 && graph.IsRead(node.Output[1]))
            throw new OnnxFormatException(
                $"{NodeText.Of(node)}: its mask is read, which means another thing at operator set 13; export the model for "
                + "inference");
        while (node.Output.Count > 1)
            node.Output.RemoveAt(1);
        node.Take("is_test");
        if (node.Take("ratio") is { } ratio)
            node.SetInput(1, graph.Scalar(node, "ratio", ratio.F, null));
    }

    // Statistics of their own for every element: what is left of it is a product and a sum.
    private static void PerElement(GraphRewriter graph, NodeProto node)
    {
        TensorProto[] given = [.. node.Input.Skip(1).Select(graph.Constant).OfType<TensorProto>()];
        if (given.Length == 4 && given[0].Dims.Count == 1 && graph.Shapes[node.Input[0]]?.Length == 2)
            return;
        if (given.Length != 4 || given[0].Dims.Count < 2 || node.Output.Skip(1).Any(o => o.Length > 0)
            || given.Any(g => g.ElementType() != OnnxDataType.Float))
            throw new OnnxFormatException(
                $"{NodeText.Of(node)}: spatial=0 is read only with constant float parameters of one image's shape; export "
                + "the model with operator set 13");
        float[][] values = [.. given.Select(g => g.ToFloats())];
        var epsilon = node.Float("epsilon", 1e-5f);
        var factors = values[0].Select((s, i) => s / Math.Sqrt((double)values[3][i] + epsilon)).ToArray();
        var offsets = factors.Select((f, i) => values[1][i] - f * values[2][i]);
        var (x, name, dims) = (node.Input[0], node.Output[0], given[0].Dims);
        node.Input.Clear();
        node.Attribute.Clear();
        node.OpType = "Mul";
        node.Input.AddRange([x, graph.Add(TensorData.Floats($"{name}.scale", dims, [.. factors.Select(f => (float)f)]))]);
        graph.After(node, "Add", [graph.Add(TensorData.Floats($"{name}.offset", dims, [.. offsets.Select(o => (float)o)]))]);
    }
}
