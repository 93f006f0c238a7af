using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;
using SameSame.Testing;

namespace SameSame.Onnx.Tests.Reading;

/// <summary>Writes models that define functions.</summary>
internal static class Functions
{
    /// <summary>The domain of all functions.</summary>
    public const string Domain = "own";

    /// <summary>A function of operator set 13.</summary>
    public static FunctionProto Of(string name, string[] inputs, string[] outputs, params NodeProto[] body) => new()
    {
        Name = name, Domain = Domain, Input = { inputs }, Output = { outputs }, Node = { body },
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 13 } },
    };

    /// <summary>A function that takes one of two graphs, by the sign of the input's sum.</summary>
    public static FunctionProto Switch(NodeProto? left = null)
    {
        var choice = NodeAttributes.Create("If", ["positive"], "y");
        choice.Attribute.Add(Branch("then_branch", "left", left ?? NodeAttributes.Create("Sigmoid", ["a"], "left")));
        choice.Attribute.Add(Branch("else_branch", "right", NodeAttributes.Create("Neg", ["a"], "right")));
        var sum = NodeAttributes.Create("ReduceMean", ["a"], "sum", NodeAttributes.Attribute("keepdims", 0));
        return Of("Switch", ["a"], ["y"], sum, NodeAttributes.Create("Sub", ["sum", "sum"], "zero"),
            NodeAttributes.Create("Greater", ["sum", "zero"], "positive"), choice);
    }

    /// <summary>A graph as an attribute.</summary>
    public static AttributeProto Branch(string name, string output, params NodeProto[] nodes) => new()
    {
        Name = name,
        Type = 5,
        G = new GraphProto { Name = name, Node = { nodes },
            Output = { new ValueInfoProto { Name = output, Type = new TypeProto { TensorType = new() { ElemType = 1 } } } } },
    };

    /// <summary>A node as a call.</summary>
    public static NodeProto Own(NodeProto node)
    {
        node.Domain = Domain;
        return node;
    }

    /// <summary>Adds a call to a graph.</summary>
    public static string Call(GraphBuilder b, string name, long[] shape, string[] inputs,
        params AttributeProto[] attributes) => b.Node($"call:{name}", shape, inputs, attributes);

    /// <summary>Adds a call with several outputs.</summary>
    public static string[] Call(GraphBuilder b, string name, long[][] shapes, string[] inputs) =>
        b.Nodes($"call:{name}", shapes, inputs);

    /// <summary>
    /// A model with these functions; nodes added by Call call them.
    /// </summary>
    public static ModelProto Model(Func<GraphBuilder, string> build, params FunctionProto[] functions)
    {
        var b = new GraphBuilder(7);
        var model = b.Build(build(b));
        foreach (var node in model.Graph.Node.Where(n => n.OpType.StartsWith("call:", StringComparison.Ordinal)))
            Own(node).OpType = node.OpType[5..];
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = Domain, Version = 1 });
        model.Functions.AddRange(functions.Select(f => f.Clone()));
        return model;
    }
}
