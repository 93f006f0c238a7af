using SameSame.Onnx.Constants;
using SameSame.Onnx.IO;
using static SameSame.Onnx.Graph.NodeAttributes;
using static SameSame.Onnx.Tests.Constants.OracleCase;

namespace SameSame.Onnx.Tests.Constants;

/// <summary>Functions of single elements, and conversion.</summary>
internal static class FunctionCases
{
    public static IEnumerable<OracleCase> All
    {
        get
        {
            foreach (var op in new[] { "Neg", "Abs", "Floor", "Ceil", "Sign", "Relu" })
                yield return new(op, "floats", [Real(OnnxDataType.Float, -5, 5, 40)]);
            foreach (var op in new[] { "Neg", "Abs", "Sign" })
                yield return new(op, "integers", [Whole(OnnxDataType.Int32, -5, 5, 2, 9)]);
            yield return new("Round", "halves",
                [ConstantTensor.Of(OnnxDataType.Float, [8], [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 2.4, 2.6])]);
            foreach (var op in new[] { "Exp", "Erf", "Tanh" })
                yield return new(op, "floats", [Real(OnnxDataType.Float, -4, 4, 50)]) { Tolerance = 1e-6 };
            // ONNX Runtime approximates it by a quotient of polynomials, 1.3e-6 off the function itself.
            yield return new("Sigmoid", "floats", [Real(OnnxDataType.Float, -4, 4, 50)]) { Tolerance = 3e-6 };
            foreach (var op in new[] { "Sqrt", "Reciprocal" })
                yield return new(op, "floats", [Real(OnnxDataType.Float, 0.01, 30, 50)]) { Tolerance = 2e-7 };
            yield return new("Log", "floats", [Real(OnnxDataType.Float, 2, 30, 50)]) { Tolerance = 1e-6 };
            yield return new("Exp", "doubles", [Real(OnnxDataType.Double, -20, 20, 50)]) { Tolerance = 1e-7 };
            yield return new("Not", "booleans", [Whole(OnnxDataType.Bool, 0, 1, 7)]);
            foreach (var cast in Casts)
                yield return cast;
        }
    }

    // Each pair of types; what all of them hold.
    private static IEnumerable<OracleCase> Casts
    {
        get
        {
            foreach (var from in Enum.GetValues<OnnxDataType>().Where(t => NumberTypes.Size(t) is not null))
            {
                foreach (var to in Enum.GetValues<OnnxDataType>().Where(t => NumberTypes.Size(t) is not null))
                {
                    var x = NumberTypes.IsFloating(from) ? Real(from, 0, 100, 20) : Whole(from, 0, 100, 20);
                    yield return new("Cast", $"{from} to {to}", [x], Attribute("to", (long)to));
                }
            }

            var signed = Real(OnnxDataType.Float, -100, 100, 20);
            yield return new("Cast", "fractions are dropped", [signed], Attribute("to", (long)OnnxDataType.Int8));
            yield return new("Cast", "integers lose bits", [Whole(OnnxDataType.Int32, -70000, 70000, 20)],
                Attribute("to", (long)OnnxDataType.UInt8));
            yield return new("Cast", "half", [Real(OnnxDataType.Float, -7e4, 7e4, 60)],
                Attribute("to", (long)OnnxDataType.Float16));
            yield return new("Cast", "small half", [Real(OnnxDataType.Float, -1e-6, 1e-6, 60)],
                Attribute("to", (long)OnnxDataType.Float16));
            yield return new("Cast", "great integers",
                [ConstantTensor.Of(OnnxDataType.Int64, [2], [(1L << 62) + (1L << 38) + 1, (1L << 54) + 1])],
                Attribute("to", (long)OnnxDataType.Float));
        }
    }
}
