using SameSame.Onnx.Graph;

namespace SameSame.Testing.Fuzzing;

/// <summary>One operator, or a few that belong together, behind a tensor <c>[N, C, 9, 9]</c>; the result has such a shape too. Operator sets 13 to 22.</summary>
internal static class FuzzSteps
{
    public static string Next(GraphBuilder g, List<string> live, string x, string input, long opset)
    {
        var s = g.Shape(x);
        var c = (int)s[1];
        return g.Random.Next(opset >= 20 ? 38 : opset >= 17 ? 36 : 35) switch
        {
            0 or 1 => g.Conv(x, 4 + 2 * g.Random.Next(3)),
            2 => g.Conv(x, 6, kernel: 1, bias: false),
            3 => g.Conv(x, c, groups: c),
            4 => g.Same("Relu", g.Conv(x, 6)),
            5 => g.Clip(g.Conv(x, 6), 0, 6),
            6 => g.BatchNorm(g.Conv(x, 6, bias: false)),
            7 => g.Node("Add", s, [x, g.Conv(g.Same("Relu", x), c)]),
            8 => g.Node("Concat", [s[0], c + 3, s[2], s[3]], [input, x], NodeAttributes.Attribute("axis", 1)),
            9 => g.Conv(g.Node("Add", g.Shape(input), [input, g.Conv(x, 3)]), 6),
            10 => Concat(g, live, x),
            11 => Padded(g, x, "constant", (float)(20 * (g.Random.NextDouble() - 0.5))),
            12 => Padded(g, x, "reflect", 0),
            13 => Cut(g, x),
            14 => Halves(g, g.Conv(x, 6)),
            15 => g.Conv(g.Node("Gather", [s[0], 3, s[2], s[3]], [x, g.Constant(2, 0, 1)], NodeAttributes.Attribute("axis", 1)), 5),
            16 => g.Node("Max", s, [x, g.Constant([], (float)(g.Random.NextDouble() - 0.7))]),
            17 => g.Node("Min", s, [x, g.Conv(x, c, kernel: 1)]),
            18 => g.Node("Mean", s, [x, g.Same("Relu", x)]),
            19 => Where(g, x),
            20 => SideMean(g, x, opset),
            21 => SideShape(g, x),
            22 => Folded(g, x),
            23 => Rows(g, x),
            24 => SqueezeExcite(g, x),
            25 => g.Node("Clip", s, [x]),
            26 => g.Node("Clip", s, [x, g.Constant([], 0)]),
            27 => g.Same("LRN", x, NodeAttributes.Attribute("size", 3L)),
            // Of bounded values: a Softmax over tens of units decides by single codes.
            28 => g.Same("Softmax", g.Same("Tanh", x), NodeAttributes.Attribute("axis", 1)),
            29 => g.Node("Mul", s, [x, g.Same("Sigmoid", x)]),
            30 => g.Node("InstanceNormalization", s, [x, g.Uniform(0.5, 1.5, c), g.Normal(0.3, c)]),
            31 => Pool(g, "MaxPool", x),
            32 => Pool(g, "AveragePool", x),
            33 => g.Same("Tanh", x),
            34 => g.Node("Mul", s, [x, g.Uniform(-1, 2, 1, c, 1, 1)]),
            35 => Normalized(g, x),
            36 => g.Same("Gelu", x),
            _ => g.Same("Gelu", x, NodeAttributes.Attribute("approximate", "tanh")),
        };
    }

    public static string Pool(GraphBuilder g, string op, string x) => g.Node(op, g.Shape(x), [x],
        NodeAttributes.Attribute("kernel_shape", 3, 3), NodeAttributes.Attribute("strides", 1, 1), NodeAttributes.Attribute("pads", 1, 1, 1, 1));

    public static string Concat(GraphBuilder g, List<string> live, string x)
    {
        var partner = live.OrderBy(_ => g.Random.Next()).FirstOrDefault(t => g.Channels(t) + g.Channels(x) <= 16) ?? g.Conv(x, 4);
        var s = g.Shape(x);
        return g.Node("Concat", [s[0], s[1] + g.Channels(partner), s[2], s[3]], [x, partner], NodeAttributes.Attribute("axis", 1));
    }

    private static string Padded(GraphBuilder g, string x, string mode, float value)
    {
        var s = g.Shape(x);
        string[] inputs = mode == "constant" ? [x, g.Constant(0, 0, 1, 1, 0, 0, 1, 1), g.Constant([], value)] : [x, g.Constant(0, 0, 1, 1, 0, 0, 1, 1)];
        var wide = g.Node("Pad", [s[0], s[1], s[2] + 2, s[3] + 2], inputs, NodeAttributes.Attribute("mode", mode));
        return g.Node("Conv", [s[0], 5, s[2], s[3]], [wide, g.Normal(0.3, 5, s[1], 3, 3), g.Normal(0.3, 5)], NodeAttributes.Attribute("kernel_shape", 3, 3));
    }

    private static string Cut(GraphBuilder g, string x)
    {
        var s = g.Shape(x);
        var part = g.Node("Slice", [s[0], 3, s[2], s[3]], [x, g.Constant(0L), g.Constant(3L), g.Constant(1L)]);
        return g.Conv(part, 5);
    }

    private static string Halves(GraphBuilder g, string x)
    {
        var s = g.Shape(x);
        long[] part = [s[0], 3, s[2], s[3]];
        var parts = g.Nodes("Split", [part, part], [x, g.Constant(3, 3)], NodeAttributes.Attribute("axis", 1));
        return g.Node("Concat", s, [g.Same("Relu", parts[1]), parts[0]], NodeAttributes.Attribute("axis", 1));
    }

    private static string Where(GraphBuilder g, string x) =>
        g.Node("Where", g.Shape(x), [g.Node("Greater", g.Shape(x), [x, g.Constant([], 0.1f)]), x, g.Constant([], -2.5f)]);

    private static string SideMean(GraphBuilder g, string x, long opset)
    {
        var s = g.Shape(x);
        // From 18 on, the axes are an input.
        var mean = opset >= 18
            ? g.Node("ReduceMean", [s[0], 1, 1, 1], [x, g.Constant(1, 2, 3)], NodeAttributes.Attribute("keepdims", 1))
            : g.Node("ReduceMean", [s[0], 1, 1, 1], [x], NodeAttributes.Attribute("axes", 1, 2, 3), NodeAttributes.Attribute("keepdims", 1));
        return g.Node("Add", s, [x, mean]);
    }

    // Divided by the root of the number of channels, as attention is.
    private static string SideShape(GraphBuilder g, string x)
    {
        var channels = g.Node("Gather", [1], [g.Node("Shape", [4], [x]), g.Constant(1L)]);
        var real = g.Node("Cast", [1], [channels], NodeAttributes.Attribute("to", 1L));
        return g.Node("Div", g.Shape(x), [x, g.Node("Sqrt", [1], [real])]);
    }

    // Integer arithmetic on dimensions feeds a Reshape.
    private static string Folded(GraphBuilder g, string x)
    {
        var s = g.Shape(x);
        var shape = g.Node("Shape", [4], [x]);
        var twice = g.Node("Add", [4], [shape, shape]);
        var flat = g.Node("Reshape", [s[0], s[1], s[2] * s[3]], [x, g.Constant(0, 0, -1)]);
        return g.Node("Reshape", s, [flat, g.Node("Sub", [4], [twice, shape])]);
    }

    // Positions as rows of a matrix, weights of three dimensions or a matrix on the left.
    private static string Rows(GraphBuilder g, string x)
    {
        var s = g.Shape(x);
        var (c, p) = (s[1], s[2] * s[3]);
        var flat = g.Node("Reshape", [s[0], c, p], [x, g.Constant(0, 0, -1)]);
        if (g.Random.Next(2) == 0)
        {
            var left = g.Node("MatMul", [s[0], 6, p], [g.Normal(0.5, 6, c), flat]);
            return g.Node("Reshape", [s[0], 6, s[2], s[3]], [left, g.Constant(0, 6, s[2], s[3])]);
        }

        var turned = g.Node("Transpose", [s[0], p, c], [flat], NodeAttributes.Attribute("perm", 0, 2, 1));
        var product = g.Node("MatMul", [s[0], p, 6], [turned, g.Normal(0.5, 1, c, 6)]);
        var back = g.Node("Transpose", [s[0], 6, p], [product], NodeAttributes.Attribute("perm", 0, 2, 1));
        return g.Node("Reshape", [s[0], 6, s[2], s[3]], [back, g.Constant(0, 6, s[2], s[3])]);
    }

    private static string SqueezeExcite(GraphBuilder g, string x)
    {
        var s = g.Shape(x);
        var squeezed = g.Conv(g.Node("GlobalAveragePool", [s[0], s[1], 1, 1], [x]), 2, kernel: 1);
        return g.Node("Mul", s, [x, g.Same("Sigmoid", g.Conv(g.Same("Relu", squeezed), (int)s[1], kernel: 1))]);
    }

    private static string Normalized(GraphBuilder g, string x)
    {
        var s = g.Shape(x);
        return g.Node("LayerNormalization", s, [x, g.Uniform(0.5, 1.5, s[3]), g.Normal(0.3, s[3])], NodeAttributes.Attribute("axis", -1));
    }
}
