using SameSame.Onnx.IO;

namespace SameSame.Onnx.Constants;

/// <summary>
/// A constant's elements: floating-point ones as float64, all others as int64 (booleans as 0 and 1), each exactly a number of
/// its type. Elements are never changed once the tensor is made, so tensors of the same elements share them.
/// </summary>
/// <param name="Type">The type of the elements.</param>
/// <param name="Dims">The dimensions.</param>
/// <param name="Floats">The elements of a floating-point tensor, otherwise null.</param>
/// <param name="Integers">The elements of any other tensor, otherwise null.</param>
internal sealed record ConstantTensor(OnnxDataType Type, long[] Dims, double[]? Floats, long[]? Integers)
{
    /// <summary>Number of elements.</summary>
    public int Count => Floats?.Length ?? Integers!.Length;

    /// <summary>Number of dimensions.</summary>
    public int Rank => Dims.Length;

    /// <summary>A floating-point tensor; rounds <paramref name="values"/>, which it keeps, to its type.</summary>
    public static ConstantTensor Of(OnnxDataType type, long[] dims, double[] values)
    {
        NumberTypes.Round(type, values);
        return new(type, dims, values, null);
    }

    /// <summary>Any other tensor; wraps <paramref name="values"/>, which it keeps, as its type does.</summary>
    public static ConstantTensor Of(OnnxDataType type, long[] dims, long[] values)
    {
        NumberTypes.Wrap(type, values);
        return new(type, dims, null, values);
    }

    /// <summary>The same elements in other dimensions.</summary>
    public ConstantTensor Reshaped(long[] dims)
    {
        UnevaluableException.Unless(Layout.Count(dims) == Count, "a reshape keeps the number of elements");
        return this with { Dims = dims };
    }

    /// <summary>
    /// The elements at the places <paramref name="from"/>, which are negative where the element of <paramref name="fill"/> (or
    /// zero) belongs.
    /// </summary>
    public ConstantTensor Pick(long[] dims, int[] from, ConstantTensor? fill = null)
    {
        UnevaluableException.Unless(fill is null || (fill.Type == Type && fill.Count == 1),
            "what fills is one element of the same type");
        return Floats is null
            ? new(Type, dims, null, Pick(Integers!, from, fill?.Integers![0] ?? 0))
            : new(Type, dims, Pick(Floats, from, fill?.Floats![0] ?? 0), null);
    }

    /// <summary>The selected indices of each axis, negative where <paramref name="fill"/> belongs.</summary>
    public ConstantTensor Select(int[][] indices, ConstantTensor? fill = null)
    {
        var strides = Layout.Strides(Dims);
        int[][] places = [.. indices.Select((axis, d) => axis.Select(i => i < 0 ? -1 : i * strides[d]).ToArray())];
        long[] dims = [.. indices.Select(i => (long)i.Length)];
        return Pick(dims, Layout.Combine(places), fill);
    }

    /// <summary>The elements repeated along the axes that <paramref name="dims"/> has more of.</summary>
    public ConstantTensor Broadcast(long[] dims) => Layout.Spread(Dims, dims) is { } from ? Pick(dims, from) : this;

    private static T[] Pick<T>(T[] values, int[] from, T fill)
    {
        var picked = new T[from.Length];
        for (var i = 0; i < picked.Length; i++)
            picked[i] = from[i] < 0 ? fill : values[from[i]];
        return picked;
    }
}
