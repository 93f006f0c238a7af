using SameSame.Onnx.Constants;
using SameSame.Onnx.IO;
using static SameSame.Onnx.Graph.NodeAttributes;
using static SameSame.Onnx.Tests.Constants.OracleCase;

namespace SameSame.Onnx.Tests.Constants;

/// <summary>Chains of operators over constants, drawn by seed, fold to what ONNX Runtime computes.</summary>
public class RandomChainTests
{
    [Fact]
    public void Chains_give_what_onnx_runtime_computes()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var graph = new OracleGraph();
            long[] dims = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (long)random.Next(1, 4))];
            var whole = random.Next(2) == 0;
            var current = graph.Add(whole ? Whole(OnnxDataType.Int64, -9, 9, dims) : Real(OnnxDataType.Float, 0.5, 2, dims));
            for (var length = random.Next(1, 9); length > 0; length--)
                (current, dims) = Extend(graph, random, current, dims, ref whole);
            graph.Return(current);
            graph.Check(1e-5);
        }
    }

    // Floats stay positive, so that nothing cancels and relative differences stay small.
    private static (string Name, long[] Dims) Extend(OracleGraph graph, Random random, string x, long[] dims, ref bool whole)
    {
        string Node(string op, params string[] inputs) => graph.Node(op, inputs, [])[0];
        string Other(params long[] shape) => graph.Add(Any(shape, 1, 3));
        var integers = whole;
        ConstantTensor Any(long[] shape, int low, int high) =>
            integers ? Whole(OnnxDataType.Int64, low, high, shape) : Real(OnnxDataType.Float, low, high, shape);
        var axis = random.Next(dims.Length);
        switch (random.Next(12))
        {
            case 0:
                return (Node("Add", x, Other(dims)), dims);
            case 1:
                return (Node("Mul", x, Other(dims[^1])), dims);
            case 2:
                return (Node("Div", Other(dims), Node("Add", Node("Abs", x), Other(1))), dims);
            case 3:
                return (graph.Node("Transpose", [x], [])[0], [.. dims.Reverse()]);
            case 4:
                return (Node("Reshape", x, graph.Add(List(-1))), [dims.Aggregate((a, b) => a * b)]);
            case 5:
                return (Node("Unsqueeze", x, graph.Add(List(axis))), [.. dims[..axis], 1, .. dims[axis..]]);
            case 6:
                return (graph.Node("Gather", [x, graph.Add(List(0, -1))], [Attribute("axis", (long)axis)])[0],
                    [.. dims[..axis], 2, .. dims[(axis + 1)..]]);
            case 7:
                return (graph.Node("Concat", [x, x], [Attribute("axis", (long)axis)])[0],
                    [.. dims[..axis], 2 * dims[axis], .. dims[(axis + 1)..]]);
            case 8:
                return (Node("Slice", x, graph.Add(List(-1)), graph.Add(List(-99)), graph.Add(List(axis)), graph.Add(List(-1))),
                    dims);
            case 9:
                return (Node("ReduceSum", x, graph.Add(List(axis))), [.. dims[..axis], 1, .. dims[(axis + 1)..]]);
            case 10 when !whole:
                return (Node("Sqrt", Node("Max", x, graph.Add(Scalar(0.01)))), dims);
            case 11 when whole:
                whole = false;
                return (Node("Exp", Node("Sigmoid", graph.Node("Cast", [x], [Attribute("to", (long)OnnxDataType.Float)])[0])),
                    dims);
            default:
                var (low, high) = (graph.Add(Any([], 0, 0)), graph.Add(Any([], 5, 5)));
                return (Node("Clip", x, low, high), dims);
        }
    }
}
