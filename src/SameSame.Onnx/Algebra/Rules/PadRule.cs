using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Algebra.Rules;

/// <summary>Pad with zeros, or by reflecting or repeating what is there, of axes that carry no factors: factors pass through.</summary>
internal sealed class PadRule : IChannelRule
{
    public IReadOnlyCollection<string> Operators { get; } = ["Pad"];

    public string? Constrain(ConstraintContext context, NodeProto node)
    {
        if (context.Of(node.Input[0]) is not { } input)
            return "the shape of its input is not known";
        var pads = node.Ints("pads") ?? context.Graph.Initializer(node.InputOrNull(1))?.ToLongs();
        if (pads is null || node.InputOrNull(3) is not null || pads.Length != 2 * input.Rank)
            return "its pads are not constant";
        if (Enumerable.Range(0, input.Rank).Any(a => input.Dims[a] > 1 && (pads[a] != 0 || pads[a + input.Rank] != 0)))
            return "it pads channels";
        var value = node.InputOrNull(2) is { } name
            ? context.Graph.Initializer(name) is { } constant ? constant.ToFloats()[0] : float.NaN
            : node.Float("value", 0);
        if (node.Text("mode", "constant") == "constant" && value != 0)
            return "it pads with a value other than 0";
        context.Set(node.Output[0], input);
        return null;
    }
}
