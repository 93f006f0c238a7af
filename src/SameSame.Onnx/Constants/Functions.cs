namespace SameSame.Onnx.Constants;

/// <summary>Functions of single numbers.</summary>
internal static class Functions
{
    /// <summary>The operators.</summary>
    public static IEnumerable<(string Name, Evaluation Evaluate)> Operators =>
    [
        Function("Neg", x => -x, x => -x), Function("Abs", Math.Abs, x => x < 0 ? -x : x), Function("Sqrt", Math.Sqrt),
        Function("Reciprocal", x => 1 / x), Function("Exp", Transcendental.Exp), Function("Log", Transcendental.Log),
        Function("Floor", Math.Floor), Function("Ceil", Math.Ceiling),
        Function("Round", x => Math.Round(x, MidpointRounding.ToEven)),
        Function("Sign", x => x > 0 ? 1 : x < 0 ? -1 : x, x => Math.Sign(x)), Function("Erf", Transcendental.Erf),
        Function("Sigmoid", Transcendental.Sigmoid), Function("Tanh", Transcendental.Tanh),
        Function("Relu", x => Math.Max(x, 0), x => Math.Max(x, 0)),
    ];

    private static (string Name, Evaluation Evaluate) Function(
        string name, Func<double, double> floats, Func<long, long>? integers = null) =>
        (name, o => Elementwise.Map(o[0], floats, integers));
}
