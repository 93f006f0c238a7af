using System.Runtime.InteropServices;
using Google.Protobuf;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Tests.IO;

public class TensorDataTests
{
    private static readonly float[] Values = [1.5f, -2, 0.25f];

    public static TheoryData<TensorProto> Forms => new(
        Of(OnnxDataType.Float, t => t.FloatData.Add(Values)),
        Of(OnnxDataType.Float, t => t.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(Values))),
        Of(OnnxDataType.Float16, t => t.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<Half>([.. Values.Select(v => (Half)v)]))),
        Of(OnnxDataType.Float16, t => t.Int32Data.Add(Values.Select(v => (int)BitConverter.HalfToUInt16Bits((Half)v)))),
        Of(OnnxDataType.Double, t => t.DoubleData.Add(Values.Select(v => (double)v))),
        Of(OnnxDataType.Double, t => t.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<double>([.. Values.Select(v => (double)v)]))));

    [Theory]
    [MemberData(nameof(Forms))]
    public void Floating_point_data_is_read_wherever_it_lies(TensorProto tensor) => Assert.Equal(Values, tensor.ToFloats());

    [Fact]
    public void Integers_too()
    {
        Assert.Equal([3L, -1], Of(OnnxDataType.Int64, t => t.Int64Data.Add([3L, -1]), 2).ToLongs());
        Assert.Equal([3L, -1], Of(OnnxDataType.Int32, t => t.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<int>([3, -1])), 2).ToLongs());
    }

    [Fact]
    public void Data_that_does_not_fit_its_dimensions_or_type_is_named()
    {
        var s = Assert.Throws<OnnxFormatException>(() => Of(OnnxDataType.Float, t => t.RawData = ByteString.CopyFrom(new byte[5])).ToFloats()).Message;
        Assert.Contains("'t' holds 5 bytes", s, StringComparison.Ordinal);
        Assert.Throws<OnnxFormatException>(() => Of(OnnxDataType.Float, t => t.FloatData.Add(1)).ToFloats());
        Assert.Throws<OnnxFormatException>(() => Of(OnnxDataType.Int64, t => t.Int64Data.Add(1)).ToFloats());
        Assert.Throws<OnnxFormatException>(() => Of(OnnxDataType.Float, t => t.FloatData.Add(1)).ToLongs());
    }

    private static TensorProto Of(OnnxDataType type, Action<TensorProto> fill, long count = 3)
    {
        var tensor = new TensorProto { Name = "t", DataType = (int)type };
        tensor.Dims.Add(count);
        fill(tensor);
        return tensor;
    }
}
