using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Algebra.Rules;

/// <summary>Shape and Size read no values, and ConstantOfShape has none of the network's: no factor reaches them.</summary>
internal sealed class ShapeRule : IChannelRule
{
    public IReadOnlyCollection<string> Operators { get; } = ["Shape", "Size", "ConstantOfShape"];

    public string? Constrain(ConstraintContext context, NodeProto node) => null;
}
