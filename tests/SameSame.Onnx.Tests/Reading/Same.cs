using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;
using SameSame.Testing;
using Xunit;

namespace SameSame.Onnx.Tests.Reading;

/// <summary>Compares what ONNX Runtime computes for a model as it was and as a pass left it.</summary>
internal static class Same
{
    /// <summary>Applies a pass to a copy of a model, compares, and gives the copy.</summary>
    public static OnnxGraph After(ModelProto model, Action<OnnxGraph> pass, params long[] shape)
    {
        var graph = new OnnxGraph(model.Clone());
        pass(graph);
        Compare(model, graph.Model, shape);
        return graph;
    }

    /// <summary>Compares two models on a batch of normally distributed values.</summary>
    public static void Compare(ModelProto expected, ModelProto actual, params long[] shape)
    {
        var input = GraphBuilder.Samples(11, shape);
        var before = OnnxRunner.Run(expected, input, shape, optimize: false);
        Assert.True(before.Distinct().Count() > 1, "a constant output would tell nothing");
        Assert.InRange(OnnxRunner.Deviation(before, OnnxRunner.Run(actual, input, shape, optimize: false)), 0, 1e-6);
    }

    /// <summary>A file of the faults, loaded, with the shape of a batch of two.</summary>
    public static (ModelProto Model, long[] Shape) Fault(string file)
    {
        var model = OnnxFile.Load(Path.Combine(Places.Faults, file));
        var input = new OnnxGraph(model).Inputs.First();
        return (model, [2, .. input.Type.TensorType.Shape.Dim.Skip(1).Select(d => d.DimValue)]);
    }

    /// <summary>The operators of a graph, in order.</summary>
    public static string[] Operators(this OnnxGraph graph) => [.. graph.Nodes.Select(n => n.OpType)];
}
