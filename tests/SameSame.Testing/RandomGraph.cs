using SameSame.Onnx.Graph;
using SameSame.Onnx.Schema;

namespace SameSame.Testing;

/// <summary>Composes small image classifiers from the operators that the channel algebra crosses, wired at random.</summary>
public static class RandomGraph
{
    /// <summary>The input of every random graph.</summary>
    public static long[] InputShape { get; } = [2, 3, 9, 9];

    /// <summary>A graph of about <paramref name="steps"/> operators with one image input and N x 5 logits; the same seed gives the same graph.</summary>
    public static ModelProto Create(int seed, int steps = 9)
    {
        var g = new GraphBuilder(seed);
        var live = new List<string> { g.Conv(g.Input(InputShape), 4 + 2 * g.Random.Next(3)) };
        for (var i = 0; i < steps; i++)
        {
            var x = live[g.Random.Next(live.Count)];
            live.Add(Step(g, live, x));
        }

        var joined = Join(g, live);
        return g.Build(Head(g, joined));
    }

    private static string Step(GraphBuilder g, List<string> live, string x)
    {
        var c = (int)g.Channels(x);
        return g.Random.Next(29) switch
        {
            0 => g.Conv(x, 4 + 2 * g.Random.Next(3)),
            1 => g.Conv(x, 6, kernel: 1, bias: false),
            2 => g.Conv(x, c, groups: c),
            3 => g.Conv(x, 2 * (1 + g.Random.Next(3)), groups: c % 2 == 0 ? 2 : 1),
            4 => g.Same("Relu", x),
            5 => g.Clip(g.Conv(x, 6), 0, 6),
            6 => g.Clip(g.Conv(x, c, groups: c), -1, 2),
            7 => g.Same("LeakyRelu", x, NodeAttributes.Attribute("alpha", 0.1f)),
            8 => g.Node("PRelu", g.Shape(x), [x, g.Uniform(0, 0.5, c, 1, 1)]),
            9 => g.BatchNorm(g.Conv(x, 6, bias: false)),
            10 => g.BatchNorm(x),
            11 => g.Node("Add", g.Shape(x), [x, g.Conv(g.Same("Relu", x), c)]),
            12 => g.Node("Sub", g.Shape(x), [x, g.Conv(x, c, kernel: 1)]),
            13 => g.Node("Add", g.Shape(x), [x, g.Normal(1, 1, c, 1, 1)]),
            14 => Concat(g, live, x),
            15 => g.Node("Mul", g.Shape(x), [x, g.Uniform(-1, 2, 1, c, 1, 1)]),
            16 => Pool(g, "MaxPool", x),
            17 => Pool(g, "AveragePool", x),
            18 => g.Node("Max", g.Shape(x), [x, g.Conv(x, c, kernel: 1)]),
            19 => g.Same("Abs", g.Same("Identity", x)),
            20 => Shuffle(g, g.Conv(x, 8)),
            21 => SqueezeExcite(g, x),
            22 => Halves(g, g.Conv(x, 6), split: true),
            23 => Halves(g, g.Conv(x, 6), split: false),
            24 => ChannelsLast(g, x),
            25 => Resized(g, x),
            26 => Normalized(g, x),
            27 => g.Node("Mul", g.Shape(x), [x, g.Constant([], 0.7f)]),
            _ => g.Node("Mul", g.Shape(x), [x, g.Same("HardSigmoid", x)]),
        };
    }

    private static string Concat(GraphBuilder g, List<string> live, string x)
    {
        var s = g.Shape(x);
        var partner = live.Where(t => g.Shape(t)[2] == s[2] && g.Channels(t) + s[1] <= 16).OrderBy(_ => g.Random.Next()).FirstOrDefault() ?? x;
        return g.Node("Concat", [s[0], s[1] + g.Channels(partner), s[2], s[3]], [x, partner], NodeAttributes.Attribute("axis", 1));
    }

    private static string Shuffle(GraphBuilder g, string x)
    {
        var s = g.Shape(x);
        var apart = g.Node("Reshape", [s[0], 2, s[1] / 2, s[2], s[3]], [x, g.Constant(s[0], 2, s[1] / 2, s[2], s[3])]);
        var mixed = g.Node("Transpose", [s[0], s[1] / 2, 2, s[2], s[3]], [apart], NodeAttributes.Attribute("perm", 0, 2, 1, 3, 4));
        return g.Node("Reshape", s, [mixed, g.Constant(s[0], -1, s[2], s[3])]);
    }

    private static string SqueezeExcite(GraphBuilder g, string x)
    {
        var s = g.Shape(x);
        var squeezed = g.Conv(g.Node("GlobalAveragePool", [s[0], s[1], 1, 1], [x]), 2, kernel: 1);
        return g.Node("Mul", s, [x, g.Same("Sigmoid", g.Conv(g.Same("Relu", squeezed), (int)s[1], kernel: 1))]);
    }

    // The first and the last third change places and the middle goes.
    private static string Halves(GraphBuilder g, string x, bool split)
    {
        var s = g.Shape(x);
        long[] part = [s[0], 2, s[2], s[3]];
        var parts = split
            ? g.Nodes("Split", [part, part, part], [x, g.Constant(2, 2, 2)], NodeAttributes.Attribute("axis", 1))
            : [.. new long[] { 0, 2, 4 }.Select(at => g.Node("Slice", part, [x, g.Constant(at), g.Constant(at + 2), g.Constant(1)]))];
        return g.Node("Concat", [s[0], 4, s[2], s[3]], [parts[2], parts[0]], NodeAttributes.Attribute("axis", 1));
    }

    private static string ChannelsLast(GraphBuilder g, string x)
    {
        var s = g.Shape(x);
        long[] last = [s[0], s[2], s[3], 6];
        var rows = g.Node("Transpose", [s[0], s[2], s[3], s[1]], [x], NodeAttributes.Attribute("perm", 0, 2, 3, 1));
        var mixed = g.Node("Add", last, [g.Node("MatMul", last, [rows, g.Normal(0.5, s[1], 6)]), g.Normal(0.2, 6)]);
        var scaled = g.Node("Mul", last, [g.Same("Relu", mixed), g.Uniform(0.5, 1.5, 6)]);
        return g.Node("Transpose", [s[0], 6, s[2], s[3]], [scaled], NodeAttributes.Attribute("perm", 0, 3, 1, 2));
    }

    private static string Resized(GraphBuilder g, string x)
    {
        var s = g.Shape(x);
        var up = g.Node("Resize", [s[0], s[1], s[2] * 2, s[3] * 2], [x, "", g.Constant([4], 1, 1, 2, 2)], NodeAttributes.Attribute("mode", "linear"));
        return g.Node("AveragePool", s, [up], NodeAttributes.Attribute("kernel_shape", 2, 2), NodeAttributes.Attribute("strides", 2, 2));
    }

    private static string Normalized(GraphBuilder g, string x)
    {
        var c = g.Channels(x);
        return g.Node("InstanceNormalization", g.Shape(x), [x, g.Uniform(0.5, 1.5, c), g.Normal(0.3, c)]);
    }

    // Same size, so that everything can still be added and concatenated.
    private static string Pool(GraphBuilder g, string op, string x) => g.Node(op, g.Shape(x), [x],
        NodeAttributes.Attribute("kernel_shape", 3, 3), NodeAttributes.Attribute("strides", 1, 1), NodeAttributes.Attribute("pads", 1, 1, 1, 1));

    private static string Join(GraphBuilder g, List<string> live)
    {
        string[] parts = [live[^1], live[live.Count / 2], live[0]];
        var s = g.Shape(parts[0]);
        return g.Node("Concat", [s[0], parts.Sum(g.Channels), s[2], s[3]], parts, NodeAttributes.Attribute("axis", 1));
    }

    private static string Head(GraphBuilder g, string x)
    {
        var s = g.Shape(x);
        switch (g.Random.Next(3))
        {
            case 0:
                var pooled = g.Node("GlobalAveragePool", [s[0], s[1], 1, 1], [x]);
                return g.Gemm(g.Node("Flatten", [s[0], s[1]], [pooled], NodeAttributes.Attribute("axis", 1)), 5);
            case 1:
                var small = g.Node("MaxPool", [s[0], s[1], 3, 3], [x], NodeAttributes.Attribute("kernel_shape", 3, 3), NodeAttributes.Attribute("strides", 3, 3));
                return g.Gemm(g.Node("Reshape", [s[0], s[1] * 9], [small, g.Constant(s[0], -1)]), 5, transposed: false);
            default:
                var mean = g.Node("ReduceMean", [s[0], s[1]], [x], NodeAttributes.Attribute("axes", 2, 3), NodeAttributes.Attribute("keepdims", 0));
                return g.Node("MatMul", [s[0], 5], [mean, g.Normal(0.5, s[1], 5)]);
        }
    }
}
