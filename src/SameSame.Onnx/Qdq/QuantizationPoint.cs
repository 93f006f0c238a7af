namespace SameSame.Onnx.Qdq;

/// <summary>An activation tensor that is stored quantized.</summary>
/// <param name="Tensor">Its name.</param>
/// <param name="Group">Tensors of one group share scale and zero point (Concat partners, pass-through operators).</param>
/// <param name="Measured">True where its own statistics count for the group's range; false where it only passes another's values on.</param>
public sealed record QuantizationPoint(string Tensor, int Group, bool Measured);
