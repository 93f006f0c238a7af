using SameSame.Onnx.IO;
using SameSame.Onnx.Reading;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Graph;

/// <summary>The form in which a model is run to be compared with others: in float32 throughout, and with its logits as first output.</summary>
public static class MeasuredForm
{
    private const long OldestRun = 7;

    /// <summary>A copy of <paramref name="model"/> in that form.</summary>
    public static ModelProto Of(ModelProto model)
    {
        var graph = new OnnxGraph(model.Clone());
        // ONNX Runtime has no kernels for older operator sets.
        if (graph.Opset < OldestRun)
            OpsetUpgrade.Raise(graph);
        Float16Widening.Widen(graph);
        ExposeLogits(graph);
        return graph.Model;
    }

    private static void ExposeLogits(OnnxGraph graph)
    {
        var outputs = graph.Model.Graph.Output;
        if (outputs.Count == 0)
            return;
        var logits = LogitsOutput.Of(graph);
        if (outputs[0].Name == logits.Tensor)
            return;
        var own = outputs.FirstOrDefault(o => o.Name == logits.Tensor);
        if (own is not null)
            outputs.Remove(own);
        else
            outputs.Remove(outputs.First(o => o.Name == logits.Tail[^1]));
        outputs.Insert(0, own ?? new ValueInfoProto { Name = logits.Tensor, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)OnnxDataType.Float } } });
    }
}
