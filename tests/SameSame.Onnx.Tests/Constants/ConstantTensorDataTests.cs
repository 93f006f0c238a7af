using SameSame.Onnx.Constants;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Tests.Constants;

/// <summary>Constants are read from wherever the elements of a tensor lie.</summary>
public class ConstantTensorDataTests
{
    [Theory]
    [InlineData(OnnxDataType.Int8, new[] { -3, 4 })]
    [InlineData(OnnxDataType.UInt16, new[] { 3, 65535 })]
    [InlineData(OnnxDataType.Bool, new[] { 0, 1 })]
    [InlineData(OnnxDataType.Int32, new[] { int.MinValue, 7 })]
    public void Typed_and_raw_integers_are_the_same(OnnxDataType type, int[] values)
    {
        var typed = new TensorProto { DataType = (int)type, Dims = { 2 }, Int32Data = { values } };
        var constant = ConstantTensorData.Read(typed)!;
        Assert.Equal(values.Select(v => (long)v), constant.Integers);
        Assert.Equal(constant.Integers, ConstantTensorData.Read(ConstantTensorData.Write(constant, "raw"))!.Integers);
    }

    [Fact]
    public void Halves_lie_in_the_integers_as_bits()
    {
        var typed = new TensorProto { DataType = (int)OnnxDataType.Float16, Dims = { 2 }, Int32Data = { 0x3c00, 0xc100 } };
        Assert.Equal([1, -2.5], ConstantTensorData.Read(typed)!.Floats!);
    }

    [Fact]
    public void What_is_not_all_there_is_not_read()
    {
        Assert.Null(ConstantTensorData.Read(new TensorProto { DataType = 1, Dims = { 2 }, FloatData = { 1 } }));
        Assert.Null(ConstantTensorData.Read(TensorData.Create("short", [2], OnnxDataType.Int64, new byte[8])));
        Assert.Null(ConstantTensorData.Read(TensorData.Create("text", [1], (OnnxDataType)8, [])));
        Assert.Null(ConstantTensorData.Read(TensorData.Create("past int64", [1], OnnxDataType.UInt64,
            [.. Enumerable.Repeat((byte)255, 8)])));
        var location = new StringStringEntryProto { Key = "location" };
        Assert.Null(ConstantTensorData.Read(new TensorProto { DataType = 1, Dims = { 2 }, ExternalData = { location } }));
    }
}
