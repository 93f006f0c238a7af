using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Reading;

/// <summary>The activation that a fused layer ends in, with its parameters.</summary>
internal sealed class FusedActivation
{
    private readonly string _op;
    private readonly float[] _parameters;

    private FusedActivation(string op, float[] parameters) => (_op, _parameters) = (op, parameters);

    /// <summary>Reads it off a node, or gives null where it is none that can be told apart from the layer.</summary>
    public static FusedActivation? Read(NodeProto node)
    {
        var op = node.Text("activation", "");
        // A fused convolution lists parameters, a fused Gemm names them.
        float[] parameters = node.Find("activation_params") is { } list
            ? [.. list.Floats]
            : [.. new[] { "activation_alpha", "activation_beta" }.Select(node.Find).OfType<AttributeProto>().Select(a => a.F)];
        return op switch
        {
            "" or "Relu" or "Sigmoid" or "Tanh" => new(op, []),
            "LeakyRelu" when parameters.Length >= 1 => new(op, parameters),
            "Clip" or "HardSigmoid" when parameters.Length >= 2 => new(op, parameters),
            _ => null,
        };
    }

    /// <summary>Puts it behind a node as one of its own.</summary>
    public void Append(GraphRewriter graph, NodeProto node)
    {
        AttributeProto[] attributes = _op switch
        {
            "LeakyRelu" => [NodeAttributes.Attribute("alpha", _parameters[0])],
            "HardSigmoid" => [NodeAttributes.Attribute("alpha", _parameters[0]),
                NodeAttributes.Attribute("beta", _parameters[1])],
            _ => [],
        };
        var x = node.Input[0];
        string[] bounds = _op == "Clip"
            ? [graph.Scalar(node, "min", _parameters[0], x), graph.Scalar(node, "max", _parameters[1], x)] : [];
        if (_op.Length > 0)
            graph.After(node, _op, bounds, attributes);
    }
}
