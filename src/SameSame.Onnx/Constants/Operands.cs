using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Constants;

/// <summary>A node and the constants that it reads.</summary>
internal sealed class Operands(NodeProto node, IReadOnlyList<ConstantTensor?> inputs)
{
    /// <summary>The node.</summary>
    public NodeProto Node => node;

    /// <summary>Number of inputs, omitted ones included.</summary>
    public int Count => inputs.Count;

    /// <summary>An input that must be there.</summary>
    public ConstantTensor this[int input] => Optional(input) ?? throw new UnevaluableException($"input {input} is missing");

    /// <summary>An input, or null where it is omitted.</summary>
    public ConstantTensor? Optional(int input) => input < inputs.Count ? inputs[input] : null;

    /// <summary>An input that holds integers.</summary>
    public long[] Integers(int input) =>
        this[input].Integers ?? throw new UnevaluableException($"input {input} is to hold integers");

    /// <summary>
    /// Integers that older operator sets have as an attribute and newer ones as an input; null where neither is given.
    /// </summary>
    public long[]? Integers(string attribute, int input) =>
        node.Ints(attribute) ?? (Optional(input) is null ? null : Integers(input));

    /// <summary>All inputs, none of which may be omitted.</summary>
    public ConstantTensor[] All() => [.. Enumerable.Range(0, Math.Max(Count, 1)).Select(i => this[i])];

    /// <summary>All inputs, which must be of one type.</summary>
    public ConstantTensor[] Alike()
    {
        var all = All();
        UnevaluableException.Unless(all.All(t => t.Type == all[0].Type), "inputs are of one type");
        return all;
    }
}
