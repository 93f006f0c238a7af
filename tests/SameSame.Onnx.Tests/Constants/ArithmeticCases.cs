using SameSame.Onnx.Constants;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;
using static SameSame.Onnx.Graph.NodeAttributes;
using static SameSame.Onnx.Tests.Constants.OracleCase;

namespace SameSame.Onnx.Tests.Constants;

/// <summary>Operators that pair elements, reduce and multiply.</summary>
internal static class ArithmeticCases
{
    private static readonly ConstantTensor X = Floats(2, 3, 4);
    private static readonly ConstantTensor I = Whole(OnnxDataType.Int64, -9, 9, 2, 3, 4);

    public static IEnumerable<OracleCase> All => [.. Pairs, .. Reductions, .. Others];

    private static IEnumerable<OracleCase> Pairs
    {
        get
        {
            foreach (var op in new[] { "Add", "Sub", "Mul", "Div" })
            {
                yield return new(op, "floats", [X, Floats(2, 3, 4)]);
                yield return new(op, "broadcast", [Floats(3, 1), Floats(2, 1, 4)]);
                yield return new(op, "scalar", [X, Scalar(0.3)]);
                yield return new(op, "doubles",
                    [Real(OnnxDataType.Double, -1, 1, 5), Real(OnnxDataType.Double, 1, 2, 2, 5)]) { Tolerance = 1e-7 };
                yield return new(op, "int32", [Whole(OnnxDataType.Int32, -9, 9, 2, 4), Whole(OnnxDataType.Int32, 1, 4, 4)]);
                yield return new(op, "int64", [I, Whole(OnnxDataType.Int64, -5, -1, 4)]);
            }

            foreach (var op in new[] { "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual" })
            {
                yield return new(op, "floats",
                    [Real(OnnxDataType.Float, 0, 1, 3, 1), Real(OnnxDataType.Float, 0, 1, 4)]) { Opset = 16 };
                yield return new(op, "integers", [I, Whole(OnnxDataType.Int64, -9, 9, 3, 1)]) { Opset = 16 };
            }

            foreach (var op in new[] { "And", "Or", "Xor" })
                yield return new(op, "broadcast", [Whole(OnnxDataType.Bool, 0, 1, 2, 3), Whole(OnnxDataType.Bool, 0, 1, 3)]);
            foreach (var op in new[] { "Min", "Max" })
            {
                yield return new(op, "three", [X, Floats(3, 1), Scalar(0.5)]);
                yield return new(op, "integers", [I, List(1)]);
            }
        }
    }

    private static IEnumerable<OracleCase> Reductions
    {
        get
        {
            foreach (var op in new[] { "ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2",
                "ReduceSumSquare" })
            {
                // Of numbers of one sign nothing cancels, so that relative differences stay small.
                var positive = Real(OnnxDataType.Float, 0.5, 2, 2, 3, 4);
                AttributeProto[] axes = op == "ReduceSum" ? [] : [Attribute("axes", 1, -1)];
                ConstantTensor[] given = op == "ReduceSum" ? [positive, List(1, -1)] : [positive];
                yield return new(op, "axes", given, axes) { Tolerance = 1e-6 };
                yield return new(op, "dropped", given, [.. axes, Attribute("keepdims", 0L)]) { Tolerance = 1e-6 };
                yield return new(op, "all", [positive]) { Tolerance = 1e-6 };
                yield return new(op, "axes input", [positive, List(0)]) { Tolerance = 1e-6, Opset = 18 };
            }

            foreach (var op in new[] { "ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd" })
                yield return new(op, "int32", [Whole(OnnxDataType.Int32, -4, 9, 2, 3)]);
            yield return new("ReduceSum", "nothing to do", [X, List()], Attribute("noop_with_empty_axes", 1L));
        }
    }

    private static IEnumerable<OracleCase> Others =>
    [
        new("Mod", "int64", [I, List(3, -4, 5, -2)]),
        new("Mod", "int32 fmod", [Whole(OnnxDataType.Int32, -9, 9, 5), Whole(OnnxDataType.Int32, 2, 4, 5)],
            Attribute("fmod", 1L)),
        new("Mod", "floats", [X, Scalar(0.7)], Attribute("fmod", 1L)),
        new("Pow", "floats", [Real(OnnxDataType.Float, 0.1, 5, 6), Real(OnnxDataType.Float, -2, 2, 2, 6)]) { Tolerance = 1e-6 },
        new("Pow", "square", [X, Scalar(2)]) { Tolerance = 1e-6 },
        new("Pow", "root", [Real(OnnxDataType.Float, 0, 5, 6), Scalar(0.5)]) { Tolerance = 1e-6 },
        new("Pow", "int64", [I, List(2)]), new("Pow", "integer exponent", [X, List(3)]) { Tolerance = 1e-6 },
        new("Sum", "three",
            [Real(OnnxDataType.Float, 1, 2, 3, 1), Real(OnnxDataType.Float, 1, 2, 4), Scalar(1)]) { Tolerance = 1e-6 },
        new("Mean", "two", [Real(OnnxDataType.Float, 1, 2, 3, 1), Real(OnnxDataType.Float, 1, 2, 4)]) { Tolerance = 1e-6 },
        new("Clip", "attributes", [X], Attribute("min", -1f), Attribute("max", 1.5f)) { Opset = 10 },
        new("Clip", "inputs", [X, Scalar(-1), Scalar(1)]), new("Clip", "above", [X, null, Scalar(1)]), new("Clip", "none", [X]),
        new("Clip", "integers", [I, List(-2).Reshaped([]), List(4).Reshaped([])]),
        new("Clip", "inverted", [X, Scalar(2), Scalar(1)]),
        new("MatMul", "matrices", [Positive(3, 4), Positive(4, 2)]) { Tolerance = 1e-6 },
        new("MatMul", "batches", [Positive(2, 1, 3, 4), Positive(5, 4, 2)]) { Tolerance = 1e-6 },
        new("MatMul", "vectors", [Positive(4), Positive(4)]) { Tolerance = 1e-6 },
        new("MatMul", "row", [Positive(4), Positive(3, 4, 2)]) { Tolerance = 1e-6 },
        new("MatMul", "column", [Positive(3, 2, 4), Positive(4)]) { Tolerance = 1e-6 },
        new("MatMul", "integers", [Whole(OnnxDataType.Int32, -5, 5, 3, 4), Whole(OnnxDataType.Int32, -5, 5, 4, 2)]),
        new("Gemm", "all", [Positive(4, 3), Positive(2, 4), Positive(2)], Attribute("transA", 1L), Attribute("transB", 1L),
            Attribute("alpha", 0.5f), Attribute("beta", 2f)) { Tolerance = 1e-6 },
        new("Gemm", "no bias", [Positive(3, 4), Positive(4, 2)]) { Tolerance = 1e-6 },
        new("Gemm", "column", [Positive(3, 4), Positive(4, 2), Positive(3, 1)]) { Tolerance = 1e-6 },
    ];

    private static ConstantTensor Positive(params long[] dims) => Real(OnnxDataType.Float, 0.5, 2, dims);
}
