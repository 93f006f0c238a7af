using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;

namespace SameSame.Onnx.Constants;

/// <summary>Comparisons and what is done with their results.</summary>
internal static class Logic
{
    /// <summary>The operators.</summary>
    public static IEnumerable<(string Name, Evaluation Evaluate)> Operators =>
    [
        ("Equal", o => Compare(o, (a, b) => a == b, (a, b) => a == b)),
        ("Less", o => Compare(o, (a, b) => a < b, (a, b) => a < b)),
        ("LessOrEqual", o => Compare(o, (a, b) => a <= b, (a, b) => a <= b)),
        ("Greater", o => Compare(o, (a, b) => a > b, (a, b) => a > b)),
        ("GreaterOrEqual", o => Compare(o, (a, b) => a >= b, (a, b) => a >= b)),
        ("And", o => Compare(Truths(o), null, (a, b) => a != 0 && b != 0)),
        ("Or", o => Compare(Truths(o), null, (a, b) => a != 0 || b != 0)),
        ("Xor", o => Compare(Truths(o), null, (a, b) => a != b)), ("Not", o => Elementwise.Map(Truths(o)[0], null, a => 1 - a)),
    ];

    private static ConstantTensor Compare(Operands o, Func<double, double, bool>? floats, Func<long, long, bool> integers)
    {
        UnevaluableException.Unless(o.Node.Find("broadcast") is null, "broadcasting as NumPy does it");
        return Elementwise.Compare(o.Alike(), floats, integers);
    }

    private static Operands Truths(Operands o)
    {
        UnevaluableException.Unless(o.All().All(t => t.Type == OnnxDataType.Bool), "booleans");
        return o;
    }
}
