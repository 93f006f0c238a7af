using SameSame.Onnx.Constants;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;
using SameSame.Testing;

namespace SameSame.Onnx.Tests.Constants;

/// <summary>
/// A graph whose constant part is multiplied by its input, which is one: ONNX Runtime gives what the constant part is.
/// </summary>
internal sealed class OracleGraph
{
    private readonly List<string> _outputs = [];
    private int _names;

    /// <summary>An empty graph.</summary>
    public OracleGraph(long opset = 13)
    {
        var one = new TypeProto.Types.Tensor { ElemType = (int)OnnxDataType.Float, Shape = new TensorShapeProto() };
        one.Shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = 1 });
        Model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = opset });
        Model.Graph.Input.Add(new ValueInfoProto { Name = "x", Type = new TypeProto { TensorType = one } });
    }

    /// <summary>The model.</summary>
    public ModelProto Model { get; } = new() { IrVersion = 8, Graph = new GraphProto { Name = "g" } };

    /// <summary>A constant.</summary>
    public string Add(ConstantTensor constant)
    {
        Model.Graph.Initializer.Add(ConstantTensorData.Write(constant, $"c{_names++}"));
        return Model.Graph.Initializer[^1].Name;
    }

    /// <summary>A node; its outputs.</summary>
    public string[] Node(string op, string[] inputs, AttributeProto[] attributes, int outputs = 1)
    {
        var node = NodeAttributes.Create(op, inputs, $"t{_names++}", attributes);
        for (var i = 1; i < outputs; i++)
            node.Output.Add($"t{_names++}");
        Model.Graph.Node.Add(node);
        return [.. node.Output];
    }

    /// <summary>Returns a constant by way of the input.</summary>
    public void Return(string constant)
    {
        var cast = Node("Cast", [constant], [NodeAttributes.Attribute("to", (long)OnnxDataType.Float)])[0];
        _outputs.Add(Node("Mul", ["x", cast], [])[0]);
        var type = new TypeProto.Types.Tensor { ElemType = (int)OnnxDataType.Float };
        Model.Graph.Output.Add(new ValueInfoProto { Name = _outputs[^1], Type = new TypeProto { TensorType = type } });
    }

    /// <summary>
    /// Folds, and holds what is left against what ONNX Runtime computes of the whole; within zero every bit must be the same.
    /// </summary>
    public void Check(double tolerance)
    {
        var graph = new OnnxGraph(Model.Clone());
        var folded = ConstantFolder.Fold(graph);
        Assert.All(graph.Nodes, n => Assert.Contains("x", n.Input));
        Assert.Equal(Model.Graph.Node.Count, folded + graph.Nodes.Count);
        var expected = OnnxRunner.RunAll(Model, [], [1], [1]);
        var actual = OnnxRunner.RunAll(graph.Model, [], [1], [1]);
        foreach (var output in _outputs)
        {
            Assert.Equal(expected[output].Dims, actual[output].Dims);
            foreach (var (e, a) in expected[output].Values.Zip(actual[output].Values))
                Assert.True(e.Equals(a) || Math.Abs((double)e - a) <= tolerance * Math.Abs(e), $"{a:r} for {e:r}");
        }
    }
}
