namespace SameSame.Onnx.Constants;

/// <summary>The output of a node, computed from its inputs.</summary>
/// <exception cref="UnevaluableException">It has none that is defined.</exception>
internal delegate ConstantTensor Evaluation(Operands operands);
