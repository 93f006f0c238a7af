using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;

namespace SameSame.Onnx.Constants;

/// <summary>Operators whose elements are made, not taken, from their inputs.</summary>
internal static class Generation
{
    /// <summary>The operators.</summary>
    public static IEnumerable<(string Name, Evaluation Evaluate)> Operators =>
        [("ConstantOfShape", ConstantOfShape), ("Range", Range), ("Shape", Shape), ("Size", o => Size(o[0].Dims))];

    /// <summary>The dimensions that a Shape selects.</summary>
    public static ConstantTensor Shape(Operands o, long[] dims)
    {
        var rank = dims.Length;
        var (start, end) = (o.Node.Int("start", 0), o.Node.Int("end", rank));
        start = Math.Clamp(start < 0 ? start + rank : start, 0, rank);
        end = Math.Clamp(end < 0 ? end + rank : end, start, rank);
        return ConstantTensor.Of(OnnxDataType.Int64, [end - start], dims[(int)start..(int)end]);
    }

    /// <summary>The number of elements as a tensor.</summary>
    public static ConstantTensor Size(long[] dims) =>
        ConstantTensor.Of(OnnxDataType.Int64, [], [dims.Aggregate(1L, (n, d) => checked(n * d))]);

    private static ConstantTensor Shape(Operands o) => Shape(o, o[0].Dims);

    private static ConstantTensor ConstantOfShape(Operands o)
    {
        UnevaluableException.Unless(o[0].Rank == 1, "a list of dimensions");
        var dims = o.Integers(0);
        _ = Layout.Count(dims);
        ConstantTensor? value = null;
        if (o.Node.Find("value") is { } attribute)
            value = (attribute.T is null ? null : ConstantTensorData.Read(attribute.T))
                ?? throw new UnevaluableException("a value of another type");
        value ??= ConstantTensor.Of(OnnxDataType.Float, [], [0.0]);
        return value.Reshaped([]).Broadcast(dims);
    }

    private static ConstantTensor Range(Operands o)
    {
        var inputs = o.Alike();
        UnevaluableException.Unless(inputs.Length == 3 && inputs.All(i => i.Count == 1), "start, limit and step");
        var type = inputs[0].Type;
        if (inputs[0].Floats is null)
        {
            var (first, limit, step) = (o.Integers(0)[0], o.Integers(1)[0], o.Integers(2)[0]);
            UnevaluableException.Unless(step != 0, "a step");
            var count = Length(Math.Ceiling(checked(limit - first) / (double)step));
            return ConstantTensor.Of(type, [count], [.. Layout.Upto(count).Select(i => first + i * step)]);
        }

        var (start, delta) = (inputs[0].Floats![0], inputs[2].Floats![0]);
        // The difference is a number of the type, too: where rounding makes it whole it decides the length.
        var span = ConstantTensor.Of(type, [], [inputs[1].Floats![0] - start]).Floats![0];
        var length = Length(Math.Ceiling(span / delta));
        return ConstantTensor.Of(type, [length], [.. Layout.Upto(length).Select(i => start + i * delta)]);
    }

    private static long Length(double count)
    {
        UnevaluableException.Unless(count <= Layout.Largest, "a length");
        return (long)Math.Max(count, 0);
    }
}
