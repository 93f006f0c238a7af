using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Testing.Fuzzing;

/// <summary>
/// Small image classifiers that are wired as exporters and people wire them: borders and bounds with constants, side computations, the input beside features, inner outputs,
/// older operator sets; their constants then put on other clothes (<see cref="Disguise"/>) and their channels degenerate (<see cref="Degeneration"/>).
/// </summary>
public static class FuzzGraph
{
    /// <summary>Rows and columns of the image.</summary>
    public const int Size = 9;

    /// <summary>A graph with an open batch and N x 5 logits as first output; the same seed gives the same graph.</summary>
    public static ModelProto Create(int seed)
    {
        var random = new Random(seed);
        // 7 is the least that ONNX Runtime, which the interpreter is compared with, runs; newer ones twice as often, as they have twice the operators.
        var opset = random.Next(3) == 0 ? random.NextInt64(7, 13) : random.NextInt64(13, 23);
        var g = new GraphBuilder(seed, opset);
        var input = g.Input(-1, 3, Size, Size);
        var live = new List<string> { g.Conv(input, 4 + 2 * g.Random.Next(3)) };
        for (var i = 0; i < 8; i++)
        {
            var x = live[g.Random.Next(Math.Max(0, live.Count - 3), live.Count)];
            live.Add(opset >= 13 ? FuzzSteps.Next(g, live, x, input, opset) : OldSteps.Next(g, live, x, input, opset));
        }

        var last = live[^1];
        var logits = Head(g, last);
        // An inner tensor that is an output as well must keep its values.
        var model = g.Random.Next(4) == 0 ? g.Build(logits, live[live.Count / 2]) : g.Build(logits);
        Degeneration.Apply(model, random);
        Disguise.Apply(model, random);
        if (opset < 10 && random.Next(2) == 0)
            Ir3(model);
        return model;
    }

    private static string Head(GraphBuilder g, string x)
    {
        var c = g.Channels(x);
        var pooled = g.Node("GlobalAveragePool", [-1, c, 1, 1], [x]);
        var flat = g.Node("Flatten", [-1, c], [pooled], NodeAttributes.Attribute("axis", 1));
        return g.Random.Next(3) switch
        {
            0 => g.Node("MatMul", [-1, 5], [flat, g.Normal(0.5, c, 5)]),
            1 => g.Node("Gemm", [-1, 5], [flat, g.Normal(0.5, c, 5), g.Normal(0.2, 1, 5)], NodeAttributes.Attribute("alpha", 0.5f), NodeAttributes.Attribute("beta", 2f)),
            _ => g.Gemm(flat, 5),
        };
    }

    // As files of IR 3 have it: every initializer is an input too.
    private static void Ir3(ModelProto model)
    {
        model.IrVersion = 3;
        foreach (var tensor in model.Graph.Initializer)
        {
            var shape = new TensorShapeProto();
            shape.Dim.Add(tensor.Dims.Select(d => new TensorShapeProto.Types.Dimension { DimValue = d }));
            model.Graph.Input.Add(new ValueInfoProto { Name = tensor.Name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = tensor.DataType, Shape = shape } } });
        }
    }
}
