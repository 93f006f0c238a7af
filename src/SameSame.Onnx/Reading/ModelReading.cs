using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;
using SameSame.Onnx.Shapes;

namespace SameSame.Onnx.Reading;

/// <summary>
/// Brings any readable model to one form before anything is analysed: nodes in order, functions inlined, one operator set, no fused operators, no condition that is
/// decided already. Exact: the model computes what it computed.
/// </summary>
public static class ModelReading
{
    /// <summary>A copy of <paramref name="model"/> in that form; constants are not folded yet.</summary>
    /// <param name="model">The model as it was read.</param>
    /// <param name="inputShape">Shape of the image input, its batch -1, for files that do not state one.</param>
    /// <exception cref="OnnxFormatException">The model is not valid, or uses what cannot be brought to that form.</exception>
    public static ModelProto Standardize(ModelProto model, long[]? inputShape = null)
    {
        var copy = model.Clone();
        TopologicalOrder.Sort(copy.Graph);
        ModelValidation.Check(copy);
        FunctionInliner.Inline(copy);
        var graph = new OnnxGraph(copy);
        StateInputShape(graph, inputShape);
        ConditionInliner.Inline(graph);
        OpsetUpgrade.Raise(graph);
        // After the upgrade: what it writes is in operator set 13.
        FusedOperators.Split(graph);
        return copy;
    }

    private static void StateInputShape(OnnxGraph graph, long[]? shape)
    {
        foreach (var input in graph.Inputs.Where(i => ShapeInference.Declared(i) is null or []))
        {
            if (shape is null)
                throw new OnnxFormatException($"input '{input.Name}' has no shape; list the file in a zoo.yaml above it, whose 'input:' states height, width and layout");
            var stated = new TensorShapeProto();
            stated.Dim.Add(shape.Select(d => d < 0 ? new TensorShapeProto.Types.Dimension { DimParam = "N" } : new TensorShapeProto.Types.Dimension { DimValue = d }));
            input.Type.TensorType.Shape = stated;
        }
    }
}
