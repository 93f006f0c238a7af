using SameSame.Onnx.Constants;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Tests.Constants;

/// <summary>One node over constants.</summary>
internal sealed record OracleCase(string Op, string Form, ConstantTensor?[] Inputs, params AttributeProto[] Attributes)
{
    /// <summary>What failures call it.</summary>
    public string Name => $"{Op} {Form}";

    /// <summary>The operator set; ONNX Runtime refuses forms that it does not have.</summary>
    public long Opset { get; init; } = 13;

    /// <summary>Number of outputs.</summary>
    public int Outputs { get; init; } = 1;

    /// <summary>Relative difference allowed.</summary>
    public double Tolerance { get; init; }

    /// <summary>Float32 numbers between -3 and 3, the same each time.</summary>
    public static ConstantTensor Floats(params long[] dims) => Real(OnnxDataType.Float, -3, 3, dims);

    /// <summary>Numbers of a floating-point type, the same each time.</summary>
    public static ConstantTensor Real(OnnxDataType type, double low, double high, params long[] dims)
    {
        var random = new Random(dims.Length + (int)dims.Sum());
        return ConstantTensor.Of(type, dims,
            [.. Enumerable.Range(0, Layout.Count(dims)).Select(_ => low + random.NextDouble() * (high - low))]);
    }

    /// <summary>Numbers of an integer type, the same each time.</summary>
    public static ConstantTensor Whole(OnnxDataType type, int low, int high, params long[] dims)
    {
        var random = new Random(dims.Length + (int)dims.Sum());
        return ConstantTensor.Of(type, dims,
            [.. Enumerable.Range(0, Layout.Count(dims)).Select(_ => (long)random.Next(low, high + 1))]);
    }

    /// <summary>A list of int64.</summary>
    public static ConstantTensor List(params long[] values) =>
        ConstantTensor.Of(OnnxDataType.Int64, [values.Length], [.. values]);

    /// <summary>A float32 scalar.</summary>
    public static ConstantTensor Scalar(double value) => ConstantTensor.Of(OnnxDataType.Float, [], [value]);
}
