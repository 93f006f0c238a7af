using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Algebra.Rules;

/// <summary>
/// LayerNormalization and InstanceNormalization divide by what they measure plus epsilon, so their input keeps factor 1; their gamma and beta take
/// the output's factors.
/// </summary>
internal sealed class NormalizationRule : IChannelRule
{
    public IReadOnlyCollection<string> Operators { get; } = ["LayerNormalization", "InstanceNormalization"];

    public string? Constrain(ConstraintContext context, NodeProto node)
    {
        if (context.Shapes[node.Output[0]] is not { } shape || context.Graph.Initializer(node.InputOrNull(1)) is not { } gamma || gamma.Dims.Count != 1)
            return "its gamma is not a constant vector";
        if (node.InputOrNull(2) is { } beta && context.Graph.Initializer(beta)?.Dims.SequenceEqual(gamma.Dims) != true)
            return "its beta is not a constant like its gamma";
        var layer = node.OpType == "LayerNormalization";
        var axis = layer ? shape.Length - 1 : 1;
        if ((layer && node.Int("axis", -1) is var a && a != -1 && a != axis) || shape[axis] != gamma.Dims[0])
            return "it normalizes over more than its last axis";
        context.Pin(node.Input[0], $"{node.OpType} '{node.Name}' divides by what it measures");
        context.Free(node.Output[0], axis, (int)gamma.Dims[0]);
        return null;
    }

    public void Rewrite(RewriteContext context, NodeProto node)
    {
        if (context.Graph.Initializer(node.InputOrNull(1)) is not { } gamma)
            return;
        var factors = context.Along(node.Output[0], (int)gamma.Dims[0]);
        for (var i = 1; i <= 2 && node.InputOrNull(i) is not null; i++)
        {
            var values = context.Graph.Initializer(node.Input[i])!.ToFloats();
            context.Graph.SetConstantInput(node, i, [values.Length], [.. values.Select((v, c) => (float)(v * factors[c]))]);
        }
    }
}
