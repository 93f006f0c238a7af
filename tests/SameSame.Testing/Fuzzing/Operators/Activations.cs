using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;

namespace SameSame.Testing.Fuzzing.Operators;

/// <summary>Operators of one tensor, element by element.</summary>
internal static class Activations
{
    public static FuzzTensor Clip(NodeCall call)
    {
        var low = call.Optional(1)?.Values[0] ?? Bound(call, "min") ?? double.NegativeInfinity;
        var high = call.Optional(2)?.Values[0] ?? Bound(call, "max") ?? double.PositiveInfinity;
        return call[0].Map(v => Math.Min(Math.Max(v, low), high));
    }

    public static FuzzTensor LeakyRelu(NodeCall call) => Map(call, "alpha", 0.01f, (v, alpha) => v < 0 ? alpha * v : v);

    public static FuzzTensor Elu(NodeCall call) => Map(call, "alpha", 1, (v, alpha) => v < 0 ? alpha * (Math.Exp(v) - 1) : v);

    public static FuzzTensor Selu(NodeCall call)
    {
        double alpha = call.Node.Float("alpha", 1.67326319217681884765625f), gamma = call.Node.Float("gamma", 1.05070102214813232421875f);
        return call[0].Map(v => gamma * (v > 0 ? v : alpha * (Math.Exp(v) - 1)));
    }

    public static FuzzTensor HardSigmoid(NodeCall call)
    {
        double alpha = call.Node.Float("alpha", 0.2f), beta = call.Node.Float("beta", 0.5f);
        return call[0].Map(v => Math.Clamp(alpha * v + beta, 0, 1));
    }

    public static FuzzTensor Gelu(NodeCall call) => call.Node.Text("approximate", "none") == "tanh"
        ? call[0].Map(v => 0.5 * v * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v))))
        : call[0].Map(v => 0.5 * v * (1 + Erf(v / Math.Sqrt(2))));

    public static double HardSwish(double v) => v * Math.Clamp(v / 6 + 0.5, 0, 1);

    public static double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));

    // ln(1 + e^v) without the overflow.
    public static double Softplus(double v) => Math.Max(v, 0) + Math.Log(1 + Math.Exp(-Math.Abs(v)));

    public static double Mish(double v) => v * Math.Tanh(Softplus(v));

    /// <summary>The error function by its series of positive terms (Abramowitz and Stegun 7.1.6).</summary>
    public static double Erf(double v)
    {
        if (Math.Abs(v) > 6)
            return Math.Sign(v);
        double term = v, sum = v;
        for (var n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
        {
            term *= 2 * v * v / (2 * n + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-v * v) * sum;
    }

    public static FuzzTensor Cast(NodeCall call)
    {
        var to = (OnnxDataType)call.Node.Int("to", 1);
        return call[0].Map(v => to switch
        {
            OnnxDataType.Double => v,
            // What is carried as a double between float operators is not rounded, but what a file holds in double is.
            OnnxDataType.Float => call[0].Type == OnnxDataType.Double ? (float)v : v,
            OnnxDataType.Float16 => (double)(Half)v,
            OnnxDataType.Bool => v != 0 ? 1 : 0,
            _ => Math.Truncate(v),
        }) with { Type = to };
    }

    private static FuzzTensor Map(NodeCall call, string attribute, float missing, Func<double, double, double> f)
    {
        double value = call.Node.Float(attribute, missing);
        return call[0].Map(v => f(v, value));
    }

    private static double? Bound(NodeCall call, string name) => call.Node.Find(name)?.F;
}
