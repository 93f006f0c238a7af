using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;

namespace SameSame.Onnx.Constants;

/// <summary>Arithmetic of two or more tensors.</summary>
internal static class Arithmetic
{
    /// <summary>The operators.</summary>
    public static IEnumerable<(string Name, Evaluation Evaluate)> Operators =>
    [
        ("Add", o => Pair(o, (a, b) => a + b, (a, b) => a + b)), ("Sub", o => Pair(o, (a, b) => a - b, (a, b) => a - b)),
        ("Mul", o => Pair(o, (a, b) => a * b, (a, b) => a * b)), ("Div", o => Pair(o, (a, b) => a / b, Divide)), ("Mod", Mod),
        ("Pow", Pow),
        ("Min", o => Elementwise.Combine(o.Alike(), Math.Min, Math.Min)),
        ("Max", o => Elementwise.Combine(o.Alike(), Math.Max, Math.Max)),
        ("Sum", o => Elementwise.Combine(o.Alike(), (a, b) => a + b, null)), ("Mean", Mean), ("Clip", Clip),
    ];

    /// <summary>Division that drops the fraction.</summary>
    public static long Divide(long a, long b)
    {
        UnevaluableException.Unless(b != 0, "division by zero");
        return b == -1 ? -a : a / b;
    }

    private static ConstantTensor Pair(Operands o, Func<double, double, double>? floats, Func<long, long, long>? integers)
    {
        // Before opset 7 the second tensor was aligned with an axis by an attribute.
        UnevaluableException.Unless(o.Count == 2 && o.Node.Find("broadcast") is null && o[0].Type != OnnxDataType.Bool,
            "two numeric tensors");
        return Elementwise.Combine(o.Alike(), floats, integers);
    }

    // The remainder has the divisor's sign, with fmod the dividend's; floating-point tensors have only the latter.
    private static ConstantTensor Mod(Operands o)
    {
        var fmod = o.Node.Int("fmod", 0) == 1;
        return Pair(o, fmod ? (a, b) => a % b : null, (a, b) =>
        {
            UnevaluableException.Unless(b != 0, "division by zero");
            var rest = b == -1 ? 0 : a % b;
            return !fmod && rest != 0 && rest < 0 != b < 0 ? rest + b : rest;
        });
    }

    // The exponent may be of another type; the result is of the base's.
    private static ConstantTensor Pow(Operands o)
    {
        UnevaluableException.Unless(o.Count == 2 && o.Node.Find("broadcast") is null, "a base and an exponent");
        var (x, y) = (o[0], o[1]);
        if (x.Floats is null && y.Floats is null && y.Integers!.All(e => e >= 0))
        {
            ConstantTensor[] wide = [x with { Type = OnnxDataType.Int64 }, y with { Type = OnnxDataType.Int64 }];
            return Whole(Elementwise.Combine(wide, null, Power), x.Type);
        }

        var powers = Elementwise.Combine([Casts.To(x, OnnxDataType.Double), Casts.To(y, OnnxDataType.Double)],
            Transcendental.Pow, null);
        return Casts.To(powers, x.Type);
    }

    private static ConstantTensor Whole(ConstantTensor powers, OnnxDataType type)
    {
        UnevaluableException.Unless(powers.Integers!.All(p => NumberTypes.Holds(type, p)), "a power that the type does not have");
        return ConstantTensor.Of(type, powers.Dims, powers.Integers!);
    }

    private static long Power(long x, long exponent)
    {
        if (x is 0 or 1 or -1)
            return exponent == 0 ? 1 : x == -1 && exponent % 2 == 0 ? 1 : x;
        UnevaluableException.Unless(exponent < 64, "a power past int64");
        var power = 1L;
        for (var i = 0; i < exponent; i++)
            power = checked(power * x);
        return power;
    }

    private static ConstantTensor Mean(Operands o)
    {
        var inputs = o.Alike();
        UnevaluableException.Unless(inputs[0].Floats is not null, "floating-point tensors");
        // The sum is not rounded in between.
        var sum = Elementwise.Combine([.. inputs.Select(i => i with { Type = OnnxDataType.Double })], (a, b) => a + b, null);
        return ConstantTensor.Of(inputs[0].Type, sum.Dims, [.. sum.Floats!.Select(s => s / inputs.Length)]);
    }

    private static ConstantTensor Clip(Operands o)
    {
        var x = o[0];
        if (o.Optional(1) is { } low)
            x = Elementwise.Combine([x, Bound(low, x.Type)], Math.Max, Math.Max);
        else if (o.Node.Find("min") is { } min)
            x = Elementwise.Map(x, v => Math.Max(v, min.F), null);
        if (o.Optional(2) is { } high)
            x = Elementwise.Combine([x, Bound(high, x.Type)], Math.Min, Math.Min);
        else if (o.Node.Find("max") is { } max)
            x = Elementwise.Map(x, v => Math.Min(v, max.F), null);
        return x;
    }

    private static ConstantTensor Bound(ConstantTensor bound, OnnxDataType type)
    {
        UnevaluableException.Unless(bound.Count == 1 && bound.Type == type, "a bound of the same type");
        return bound.Reshaped([]);
    }
}
