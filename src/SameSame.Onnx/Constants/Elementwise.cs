using SameSame.Onnx.IO;

namespace SameSame.Onnx.Constants;

/// <summary>Pairs the elements of tensors, broadcast as NumPy does it.</summary>
internal static class Elementwise
{
    /// <summary>A function of each element; null where elements of that kind have none.</summary>
    public static ConstantTensor Map(ConstantTensor x, Func<double, double>? floats, Func<long, long>? integers)
    {
        UnevaluableException.Unless(x.Floats is null ? integers is not null : floats is not null, "elements of another type");
        return x.Floats is null
            ? ConstantTensor.Of(x.Type, x.Dims, [.. x.Integers!.Select(integers!)])
            : ConstantTensor.Of(x.Type, x.Dims, [.. x.Floats.Select(floats!)]);
    }

    /// <summary>Two or more tensors of one type combined from left to right, rounded once at the end.</summary>
    public static ConstantTensor Combine(
        ConstantTensor[] inputs, Func<double, double, double>? floats, Func<long, long, long>? integers)
    {
        var dims = Layout.Broadcast([.. inputs.Select(i => i.Dims)]);
        var type = inputs[0].Type;
        UnevaluableException.Unless(inputs[0].Floats is null ? integers is not null : floats is not null,
            "elements of another type");
        return inputs[0].Floats is null
            ? ConstantTensor.Of(type, dims, Combine([.. inputs.Select(i => (i.Integers!, i.Dims))], dims, integers!))
            : ConstantTensor.Of(type, dims, Combine([.. inputs.Select(i => (i.Floats!, i.Dims))], dims, floats!));
    }

    /// <summary>A truth of each pair of elements of one type.</summary>
    public static ConstantTensor Compare(
        ConstantTensor[] inputs, Func<double, double, bool>? floats, Func<long, long, bool> integers)
    {
        var (x, y) = inputs is [var a, var b] ? (a, b) : throw new UnevaluableException("two inputs");
        var dims = Layout.Broadcast([x.Dims, y.Dims]);
        (x, y) = (x.Broadcast(dims), y.Broadcast(dims));
        UnevaluableException.Unless(x.Floats is null || floats is not null, "elements of another type");
        long[] truths = x.Floats is null
            ? [.. x.Integers!.Select((v, i) => integers(v, y.Integers![i]) ? 1L : 0)]
            : [.. x.Floats.Select((v, i) => floats!(v, y.Floats![i]) ? 1L : 0)];
        return ConstantTensor.Of(OnnxDataType.Bool, dims, truths);
    }

    private static T[] Combine<T>(IReadOnlyList<(T[] Values, long[] Dims)> inputs, long[] dims, Func<T, T, T> pair)
    {
        var result = new T[Layout.Count(dims)];
        for (var n = 0; n < inputs.Count; n++)
        {
            var (values, own) = inputs[n];
            var from = Layout.Spread(own, dims);
            for (var i = 0; i < result.Length; i++)
            {
                var value = values[from is null ? i : from[i]];
                result[i] = n == 0 ? value : pair(result[i], value);
            }
        }

        return result;
    }
}
