using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Testing.Fuzzing;

/// <summary>One evaluation of a node: its inputs' values, and its attributes in whichever form its operator set gives them.</summary>
internal sealed class NodeCall(NodeProto node, FuzzTensor?[] inputs, long opset, Func<GraphProto, FuzzTensor[]> runs)
{
    public NodeProto Node => node;

    public long Opset => opset;

    /// <summary>All inputs that are given, in order.</summary>
    public IEnumerable<FuzzTensor> Inputs => inputs.OfType<FuzzTensor>();

    /// <summary>An input that the operator requires.</summary>
    public FuzzTensor this[int index] =>
        Optional(index) ?? throw new InvalidOperationException($"{node.OpType} {node.Output[0]}: input {index} is missing");

    /// <summary>An input, or null where the node does not give it.</summary>
    public FuzzTensor? Optional(int index) => index < inputs.Length ? inputs[index] : null;

    /// <summary>Integers that older operator sets hold in an attribute and newer ones in an input.</summary>
    public long[]? Numbers(string attribute, int input) => node.Ints(attribute) ?? Optional(input)?.Longs;

    /// <summary>An axis counted from the front.</summary>
    public int Axis(long missing, int rank)
    {
        var axis = node.Int("axis", missing);
        return (int)(axis < 0 ? axis + rank : axis);
    }

    /// <summary>A graph inside this node.</summary>
    public FuzzTensor[] Run(string attribute) => runs(node.Find(attribute)!.G);
}
