using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Algebra.Rules;

/// <summary>
/// Mul and Div. By a constant vector along one axis it is a diagonal linear layer and frees its output: the constant takes <c>s_out / s_in</c> (LayerNorm's
/// gamma, layer scale). By any other constant factors pass through. By a gate, the gate has factor 1 (Sigmoid, HardSigmoid pin theirs) and the other
/// operand's factors pass through: <c>(s x) g = s (x g)</c>, so a squeezed branch is just another consumer of the same channels.
/// </summary>
internal sealed class GateRule : IChannelRule
{
    public IReadOnlyCollection<string> Operators { get; } = ["Mul", "Div"];

    public string? Constrain(ConstraintContext context, NodeProto node)
    {
        var (a, b) = (node.Input[0], node.Input[1]);
        if (context.Shapes[node.Output[0]] is not { } shape)
            return "the shapes of its inputs are not known";
        var constant = context.Graph.Initializer(b) is not null ? 1 : node.OpType == "Mul" && context.Graph.Initializer(a) is not null ? 0 : -1;
        if (constant >= 0)
            return Gain(context, node, constant, shape);
        if (context.Of(a) is not { } x || context.Of(b) is not { } y || a == b)
            return a == b ? "it squares its input" : "the shapes of its inputs are not known, or a constant is divided";
        // Of two free operands the one that is broadcast is the gate; of two alike, the second.
        var gate = node.OpType == "Div" || context.IsPinned(b) ? b : context.IsPinned(a) ? a : Size(context, a) < Size(context, b) ? a : b;
        context.Pin(gate, $"{node.OpType} '{node.Name}' takes it as a gate");
        context.Set(node.Output[0], (gate == b ? x : y).AlignedTo(shape.Length));
        return null;
    }

    public void Rewrite(RewriteContext context, NodeProto node)
    {
        var constant = context.Graph.Initializer(node.Input[1]) is not null ? 1 : context.Graph.Initializer(node.Input[0]) is not null ? 0 : -1;
        if (constant < 0)
            return;
        var (input, output) = (node.Input[1 - constant], node.Output[0]);
        // Where the factors just pass through both sides are the same, and the two scalings cancel.
        if ((context.Of(input) ?? []).SequenceEqual(context.Of(output) ?? []))
            return;
        var divides = node.OpType == "Div";
        context.ScaleConstant(node, constant, output, f => divides ? 1 / f : f);
        context.ScaleConstant(node, constant, input, f => divides ? f : 1 / f);
    }

    private static string? Gain(ConstraintContext context, NodeProto node, int constant, long[] shape)
    {
        if (context.Of(node.Input[1 - constant]) is not { } input)
            return "the shape of its input is not known";
        if (input.Rank > shape.Length)
            return "the shape of its result is not known";
        var dims = context.Graph.Initializer(node.Input[constant])!.Dims;
        int[] varying = [.. Enumerable.Range(0, dims.Count).Where(d => dims[d] > 1)];
        if (varying is [var axis] && axis + shape.Length - dims.Count is > 0 and var at && shape[at] == dims[axis] && !ConstraintContext.Repeats(input.AlignedTo(shape.Length), shape) && input.AlignedTo(shape.Length).DependsOnlyOn(at))
            context.Free(node.Output[0], at, (int)dims[axis]);
        else
            context.Set(node.Output[0], input.AlignedTo(shape.Length));
        return null;
    }

    private static long Size(ConstraintContext context, string tensor) => context.Shapes[tensor]!.Aggregate(1L, (n, d) => n * Math.Abs(d));
}
