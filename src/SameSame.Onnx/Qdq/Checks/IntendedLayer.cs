using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Qdq.Checks;

/// <summary>What a quantized layer was meant to hold, kept as the tensors themselves: the check reads them without the code that quantized them.</summary>
/// <param name="Node">The layer in the quantized graph.</param>
/// <param name="Input">The tensor it read before anything was inserted.</param>
/// <param name="Weight">The real weights with factors applied, in the operator's own layout.</param>
/// <param name="Bias">The real bias with factors applied; null where the layer had none.</param>
/// <param name="BiasName">What the layer read as its bias; null where it had none.</param>
public sealed record IntendedLayer(NodeProto Node, string Input, TensorProto Weight, TensorProto? Bias, string? BiasName)
{
    /// <summary>The bias after correction; null where nothing corrected it.</summary>
    public double[]? Corrected { get; init; }
}
