using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Algebra.Rules;

/// <summary>Pad of spatial axes with zeros, or by reflecting or repeating what is there: factors pass through.</summary>
internal sealed class PadRule : IChannelRule
{
    public IReadOnlyCollection<string> Operators { get; } = ["Pad"];

    public string? Constrain(ConstraintContext context, NodeProto node)
    {
        if (context.Of(node.Input[0]) is not { } input)
            return "the channels of its input are not known";
        var pads = node.Ints("pads") ?? context.Graph.Initializer(node.InputOrNull(1))?.ToLongs();
        if (pads is null || node.InputOrNull(3) is not null)
            return "its pads are not constant";
        var rank = pads.Length / 2;
        if (pads[0] != 0 || pads[1] != 0 || pads[rank] != 0 || pads[rank + 1] != 0)
            return "it pads batch or channels";
        var value = node.InputOrNull(2) is { } name
            ? context.Graph.Initializer(name) is { } constant ? constant.ToFloats()[0] : float.NaN
            : node.Float("value", 0);
        if (node.Text("mode", "constant") == "constant" && value != 0)
            return "it pads with a value other than 0";
        context.Set(node.Output[0], input);
        return null;
    }
}
