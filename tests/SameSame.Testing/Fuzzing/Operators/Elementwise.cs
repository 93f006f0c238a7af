using SameSame.Onnx.IO;

namespace SameSame.Testing.Fuzzing.Operators;

/// <summary>Operators of two or more tensors with broadcasting.</summary>
internal static class Elementwise
{
    /// <summary>The shape that all of <paramref name="shapes"/> broadcast to.</summary>
    public static long[] Shape(IEnumerable<long[]> shapes)
    {
        long[] result = [];
        foreach (var shape in shapes)
        {
            var rank = Math.Max(result.Length, shape.Length);
            long[] a = Padded(result, rank), b = Padded(shape, rank);
            if (a.Zip(b).Any(p => p.First != p.Second && p.First != 1 && p.Second != 1))
                throw new InvalidOperationException($"[{string.Join(',', result)}] and [{string.Join(',', shape)}] do not broadcast");
            result = [.. a.Zip(b, (p, q) => p == 1 ? q : p)];
        }

        return result;

        static long[] Padded(long[] dims, int rank) => [.. Enumerable.Repeat(1L, rank - dims.Length), .. dims];
    }

    public static FuzzTensor Combine(IEnumerable<FuzzTensor> tensors, Func<double, double, double> f)
    {
        var all = tensors.ToList();
        var shape = Shape(all.Select(t => t.Dims));
        return all.Select(t => t.Broadcast(shape)).Aggregate((a, b) => a with { Values = [.. a.Values.Zip(b.Values, f)] });
    }

    public static FuzzTensor Compare(NodeCall call, Func<double, double, bool> f) =>
        Combine(call.Inputs, (a, b) => f(a, b) ? 1 : 0) with { Type = OnnxDataType.Bool };

    public static FuzzTensor Divide(NodeCall call) => Combine(call.Inputs, call[0].IsReal ? (a, b) => a / b : (a, b) => Math.Truncate(a / b));

    public static FuzzTensor Mean(NodeCall call)
    {
        var count = call.Inputs.Count();
        return Combine(call.Inputs, (a, b) => a + b).Map(v => v / count);
    }

    public static FuzzTensor PRelu(NodeCall call) => Combine(call.Inputs, (x, slope) => x < 0 ? x * slope : x);

    public static FuzzTensor Where(NodeCall call)
    {
        var shape = Shape(call.Inputs.Select(t => t.Dims));
        double[] condition = call[0].Broadcast(shape).Values, otherwise = call[2].Broadcast(shape).Values;
        var x = call[1].Broadcast(shape);
        return x with { Values = [.. x.Values.Select((v, i) => condition[i] != 0 ? v : otherwise[i])] };
    }
}
