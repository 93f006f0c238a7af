using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;

namespace SameSame.Onnx.Constants;

/// <summary>Conversion of types.</summary>
internal static class Casts
{
    /// <summary>The operators.</summary>
    public static IEnumerable<(string Name, Evaluation Evaluate)> Operators =>
        [("Cast", o => To(o[0], (OnnxDataType)o.Node.Int("to", 0))), ("CastLike", o => To(o[0], o[1].Type))];

    /// <summary>
    /// The elements in another type: integers lose bits, fractions are dropped, whatever is not zero is true. What a number
    /// becomes that an integer type does not have is not defined, so such a tensor is not converted.
    /// </summary>
    public static ConstantTensor To(ConstantTensor x, OnnxDataType type)
    {
        UnevaluableException.Unless(NumberTypes.Size(type) is not null, "a type that is evaluated");
        if (x.Type == type)
            return x;
        if (NumberTypes.IsFloating(type))
            return ConstantTensor.Of(type, x.Dims,
                x.Floats is { } floats ? [.. floats] : [.. x.Integers!.Select(v => ToFloat(v, type))]);
        if (x.Floats is null)
            return ConstantTensor.Of(type, x.Dims, [.. x.Integers!]);
        if (type == OnnxDataType.Bool)
            return ConstantTensor.Of(type, x.Dims, [.. x.Floats.Select(v => v == 0 ? 0L : 1)]);
        UnevaluableException.Unless(x.Floats.All(v => NumberTypes.Holds(type, v)), "a number that the type does not have");
        return ConstantTensor.Of(type, x.Dims, [.. x.Floats.Select(v => (long)v)]);
    }

    // By way of float64 a great integer would be rounded twice.
    private static double ToFloat(long value, OnnxDataType type) => type == OnnxDataType.Float ? (float)value : value;
}
