using SameSame.Onnx.Graph;

namespace SameSame.Testing.Fuzzing.Operators;

/// <summary>Operators that divide by what they measure.</summary>
internal static class Normalizations
{
    public static FuzzTensor Batch(NodeCall call)
    {
        double epsilon = call.Node.Float("epsilon", 1e-5f);
        return ByChannel(call[0], (v, c) => (v - call[3].Values[c]) / Math.Sqrt(call[4].Values[c] + epsilon) * call[1].Values[c] + call[2].Values[c]);
    }

    public static FuzzTensor Instance(NodeCall call)
    {
        double epsilon = call.Node.Float("epsilon", 1e-5f);
        var size = (int)FuzzTensor.Count(call[0].Dims[2..]);
        var normal = call[0] with { Values = [.. call[0].Values.Chunk(size).SelectMany(c => Normal(c, epsilon))] };
        return ByChannel(normal, (v, c) => v * call[1].Values[c] + call[2].Values[c]);
    }

    public static FuzzTensor Layer(NodeCall call)
    {
        double epsilon = call.Node.Float("epsilon", 1e-5f);
        var axis = call.Axis(-1, call[0].Rank);
        var size = (int)FuzzTensor.Count(call[0].Dims[axis..]);
        return call[0] with
        {
            Values = [.. call[0].Values.Chunk(size).SelectMany(c => Normal(c, epsilon).Select((v, i) => v * call[1].Values[i] + (call.Optional(2)?.Values[i] ?? 0)))],
        };
    }

    public static FuzzTensor LocalResponse(NodeCall call)
    {
        var x = call[0];
        double alpha = call.Node.Float("alpha", 1e-4f), beta = call.Node.Float("beta", 0.75f), bias = call.Node.Float("bias", 1);
        var size = call.Node.Int("size", 1);
        var y = FuzzTensor.Zeros(x.Dims);
        foreach (var at in FuzzTensor.Positions(x.Dims))
        {
            var sum = 0.0;
            for (var c = Math.Max(0, at[1] - (size - 1) / 2); c <= Math.Min(x.Dims[1] - 1, at[1] + size / 2); c++)
                sum += Math.Pow(x.Values[x.Index([at[0], c, .. at[2..]])], 2);
            y.Values[x.Index(at)] = x.Values[x.Index(at)] / Math.Pow(bias + alpha / size * sum, beta);
        }

        return y;
    }

    // Before opset 13 everything from the axis on is one vector.
    public static FuzzTensor Softmax(NodeCall call, bool logarithm)
    {
        var x = call[0];
        var axis = call.Axis(call.Opset < 13 ? 1 : -1, x.Rank);
        var axes = Enumerable.Range(0, x.Rank).Where(a => call.Opset < 13 ? a >= axis : a == axis).ToHashSet();
        var greatest = Reductions.Along(x, axes, v => v.Max());
        var shifted = Elementwise.Combine([x, greatest], (a, b) => a - b);
        var sums = Reductions.Along(shifted.Map(Math.Exp), axes, v => v.Sum());
        return Elementwise.Combine([shifted, sums], logarithm ? (a, b) => a - Math.Log(b) : (a, b) => Math.Exp(a) / b);
    }

    private static FuzzTensor ByChannel(FuzzTensor x, Func<double, int, double> f)
    {
        var size = FuzzTensor.Count(x.Dims[2..]);
        return x with { Values = [.. x.Values.Select((v, i) => f(v, (int)(i / size % x.Dims[1])))] };
    }

    private static IEnumerable<double> Normal(double[] values, double epsilon)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)) + epsilon);
        return values.Select(v => (v - mean) / deviation);
    }
}
