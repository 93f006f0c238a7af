using SameSame.Onnx.Constants;
using SameSame.Onnx.IO;
using static SameSame.Onnx.Graph.NodeAttributes;
using static SameSame.Onnx.Tests.Constants.OracleCase;

namespace SameSame.Onnx.Tests.Constants;

/// <summary>Operators that move elements.</summary>
internal static class MovementCases
{
    private static readonly ConstantTensor X = Floats(2, 3, 4);
    private static readonly ConstantTensor I = Whole(OnnxDataType.Int64, -9, 9, 2, 3, 4);

    public static IEnumerable<OracleCase> All =>
    [
        new("Reshape", "copy and rest", [X, List(0, -1)]), new("Reshape", "integers", [I, List(4, 6)]),
        new("Reshape", "to scalar", [List(7), List()]),
        new("Flatten", "default", [X]), new("Flatten", "0", [I], Attribute("axis", 0L)),
        new("Flatten", "negative", [X], Attribute("axis", -1L)),
        new("Squeeze", "attribute", [Floats(1, 3, 1)], Attribute("axes", [0L])) { Opset = 11 },
        new("Squeeze", "input", [Floats(1, 3, 1), List(-1)]),
        new("Squeeze", "all", [Floats(1, 3, 1)]), new("Unsqueeze", "attribute", [X], Attribute("axes", 0, 2)) { Opset = 11 },
        new("Unsqueeze", "input", [I, List(-1, 0)]), new("Transpose", "default", [X]),
        new("Transpose", "permuted", [I], Attribute("perm", 1, 2, 0)),
        new("Slice", "attributes", [X], Attribute("starts", 0, 1), Attribute("ends", 1, 99),
            Attribute("axes", 0, 2)) { Opset = 9 },
        new("Slice", "default axes", [I, List(0, -2), List(2, 3)]),
        new("Slice", "backwards", [X, List(-1, 5), List(-99, 0), List(2, 1), List(-1, -2)]),
        new("Slice", "all backwards", [I, List(long.MaxValue), List(long.MinValue), List(-1), List(-1)]),
        new("Slice", "great step", [X, List(1), List(long.MaxValue), List(2), List(long.MaxValue)]),
        new("Slice", "nothing", [X, List(2), List(1), List(2)]),
        new("Gather", "negative", [X, List(-1, 0)], Attribute("axis", 1L)),
        new("Gather", "scalar index", [I, List(1).Reshaped([])]),
        new("Gather", "matrix of indices", [X, List(0, 1, 2, 0).Reshaped([2, 2])], Attribute("axis", -2L)),
        new("GatherElements", "axis", [X, Whole(OnnxDataType.Int64, -3, 2, 2, 2, 4)], Attribute("axis", 1L)),
        new("Concat", "floats", [X, Floats(2, 1, 4), Floats(2, 5, 4)], Attribute("axis", 1L)),
        new("Concat", "integers", [I, I], Attribute("axis", -1L)),
        new("Concat", "one", [X], Attribute("axis", 0L)), new("Concat", "empty", [List(), List(3, 4)], Attribute("axis", 0L)),
        new("Split", "equal", [X], Attribute("axis", 2L)) { Outputs = 2 },
        new("Split", "sizes", [I, List(1, 2)], Attribute("axis", 1L)) { Outputs = 2 },
        new("Split", "attribute", [X], Attribute("split", 3, 1), Attribute("axis", -1L)) { Outputs = 2, Opset = 11 },
        new("Split", "uneven", [Floats(7)], Attribute("num_outputs", 3L)) { Outputs = 3, Opset = 18 },
        new("Expand", "both ways", [Floats(3, 1), List(2, 1, 4)]), new("Expand", "scalar", [Scalar(2), List(3)]),
        new("Tile", "floats", [Floats(2, 3), List(2, 3)]), new("Tile", "nothing", [Floats(2, 3), List(0, 1)]),
        new("Pad", "attribute", [X], Attribute("pads", 0, 1, 0, 2, 0, 0), Attribute("value", 1.5f)) { Opset = 10 },
        new("Pad", "input", [X, List(0, -1, 2, 1, 0, -1), Scalar(4)]), new("Pad", "integers", [I, List(1, 0, 0, 0, 1, 0)]),
        new("Pad", "axes", [X, List(1, 2), null, List(-1)]) { Opset = 18 },
        new("ConstantOfShape", "default", [List(2, 3)]),
        new("ConstantOfShape", "value", [List(3)],
            new Schema.AttributeProto { Name = "value", Type = 4, T = ConstantTensorData.Write(List(9), "v") }),
        new("ConstantOfShape", "scalar", [List()]), new("ConstantOfShape", "empty", [List(0)]),
        new("Range", "floats", [Scalar(1), Scalar(2.5), Scalar(0.1)]) { Tolerance = 1e-6 },
        new("Range", "integers", [List(10).Reshaped([]), List(-4).Reshaped([]), List(-3).Reshaped([])]),
        new("Range", "nothing", [List(3).Reshaped([]), List(1).Reshaped([]), List(1).Reshaped([])]),
        new("Where", "floats", [Whole(OnnxDataType.Bool, 0, 1, 3, 1), X, Scalar(0)]),
        new("Where", "integers", [Whole(OnnxDataType.Bool, 0, 1, 4), I, List(5)]),
        new("Shape", "all", [X]), new("Shape", "part", [X], Attribute("start", 1L), Attribute("end", -1L)) { Opset = 15 },
        new("Shape", "empty", [Floats(0, 2)]), new("Size", "floats", [X]), new("Size", "scalar", [Scalar(1)]),
    ];
}
