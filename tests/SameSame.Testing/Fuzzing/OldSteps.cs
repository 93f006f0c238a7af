using SameSame.Onnx.Graph;

namespace SameSame.Testing.Fuzzing;

/// <summary>The same for operator sets 7 to 12, whose operators hold in attributes what later ones read as inputs.</summary>
internal static class OldSteps
{
    public static string Next(GraphBuilder g, List<string> live, string x, string input, long opset)
    {
        var s = g.Shape(x);
        var c = (int)s[1];
        return g.Random.Next(14) switch
        {
            0 or 1 => g.Conv(x, 4 + 2 * g.Random.Next(3)),
            2 => g.Same("Relu", g.Conv(x, 6)),
            3 => g.BatchNorm(g.Conv(x, 6, bias: false)),
            4 when opset < 11 => g.Same("Clip", g.Conv(x, 6), NodeAttributes.Attribute("min", 0f), NodeAttributes.Attribute("max", 6f)),
            4 => g.Clip(g.Conv(x, 6), 0, 6),
            5 => g.Node("Add", s, [x, g.Conv(g.Same("Relu", x), c)]),
            6 => g.Node("Concat", [s[0], c + 3, s[2], s[3]], [input, x], NodeAttributes.Attribute("axis", 1)),
            7 => FuzzSteps.Concat(g, live, x),
            8 => FuzzSteps.Pool(g, "MaxPool", x),
            9 => FuzzSteps.Pool(g, "AveragePool", x),
            10 when opset < 10 => g.Conv(g.Node("Slice", [s[0], 3, s[2], s[3]], [x],
                NodeAttributes.Attribute("starts", [0L]), NodeAttributes.Attribute("ends", [3L]), NodeAttributes.Attribute("axes", [1L])), 5),
            11 when opset < 11 => Padded(g, x),
            12 when opset == 9 => Grown(g, x),
            13 => g.Same("LeakyRelu", x, NodeAttributes.Attribute("alpha", 0.1f)),
            _ => g.Conv(x, c, groups: c),
        };
    }

    private static string Padded(GraphBuilder g, string x)
    {
        var s = g.Shape(x);
        var value = (float)(20 * (g.Random.NextDouble() - 0.5));
        var wide = g.Node("Pad", [s[0], s[1], s[2] + 2, s[3] + 2], [x], NodeAttributes.Attribute("pads", 0, 0, 1, 1, 0, 0, 1, 1), NodeAttributes.Attribute("value", value));
        return g.Node("Conv", [s[0], 5, s[2], s[3]], [wide, g.Normal(0.3, 5, s[1], 3, 3), g.Normal(0.3, 5)], NodeAttributes.Attribute("kernel_shape", 3, 3));
    }

    private static string Grown(GraphBuilder g, string x)
    {
        var s = g.Shape(x);
        var up = g.Node("Upsample", [s[0], s[1], s[2] * 2, s[3] * 2], [x, g.Constant([4], 1, 1, 2, 2)], NodeAttributes.Attribute("mode", "nearest"));
        return g.Node("AveragePool", s, [up], NodeAttributes.Attribute("kernel_shape", 2, 2), NodeAttributes.Attribute("strides", 2, 2));
    }
}
