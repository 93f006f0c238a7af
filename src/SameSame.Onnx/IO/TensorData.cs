using System.Runtime.InteropServices;
using Google.Protobuf;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.IO;

/// <summary>Reads and writes the elements of a <see cref="TensorProto"/>, in whichever of its fields they lie.</summary>
public static class TensorData
{
    /// <summary>Number of elements the dimensions promise.</summary>
    public static long Count(this TensorProto tensor) => tensor.Dims.Aggregate(1L, (n, d) => checked(n * d));

    /// <summary>The type of the elements.</summary>
    public static OnnxDataType ElementType(this TensorProto tensor) => (OnnxDataType)tensor.DataType;

    /// <summary>The elements of a float, float16 or double tensor as float32.</summary>
    /// <exception cref="OnnxFormatException">The tensor is of another type, or its data is shorter than its dimensions say.</exception>
    public static float[] ToFloats(this TensorProto tensor)
    {
        var count = checked((int)tensor.Count());
        float[] values = tensor.ElementType() switch
        {
            OnnxDataType.Float when tensor.HasRawData => Cast<float>(tensor, count),
            OnnxDataType.Float => [.. tensor.FloatData],
            OnnxDataType.Float16 when tensor.HasRawData => [.. Cast<Half>(tensor, count).Select(h => (float)h)],
            OnnxDataType.Float16 => [.. tensor.Int32Data.Select(i => (float)BitConverter.UInt16BitsToHalf((ushort)i))],
            OnnxDataType.Double when tensor.HasRawData => [.. Cast<double>(tensor, count).Select(d => (float)d)],
            OnnxDataType.Double => [.. tensor.DoubleData.Select(d => (float)d)],
            var other => throw new OnnxFormatException($"initializer '{tensor.Name}' is {other}: floating-point data was expected"),
        };
        return values.Length == count
            ? values
            : throw new OnnxFormatException($"initializer '{tensor.Name}' holds {values.Length} values where its dimensions say {count}");
    }

    /// <summary>The same as <see cref="ToFloats"/>, without a copy where the elements lie there as they are.</summary>
    /// <exception cref="OnnxFormatException">As for <see cref="ToFloats"/>.</exception>
    public static ReadOnlySpan<float> AsFloats(this TensorProto tensor) =>
        tensor.ElementType() == OnnxDataType.Float && tensor.HasRawData && BitConverter.IsLittleEndian && tensor.RawData.Length == tensor.Count() * sizeof(float)
            ? MemoryMarshal.Cast<byte, float>(tensor.RawData.Span)
            : tensor.ToFloats();

    /// <summary>The elements of an integer tensor as int64.</summary>
    /// <exception cref="OnnxFormatException">The tensor is of another type, or too short.</exception>
    public static long[] ToLongs(this TensorProto tensor)
    {
        var count = checked((int)tensor.Count());
        long[] values = tensor.ElementType() switch
        {
            OnnxDataType.Int64 when tensor.HasRawData => Cast<long>(tensor, count),
            OnnxDataType.Int64 => [.. tensor.Int64Data],
            OnnxDataType.Int32 when tensor.HasRawData => [.. Cast<int>(tensor, count).Select(i => (long)i)],
            OnnxDataType.Int32 => [.. tensor.Int32Data.Select(i => (long)i)],
            var other => throw new OnnxFormatException($"initializer '{tensor.Name}' is {other}: integers were expected"),
        };
        return values.Length == count
            ? values
            : throw new OnnxFormatException($"initializer '{tensor.Name}' holds {values.Length} values where its dimensions say {count}");
    }

    /// <summary>A float32 tensor.</summary>
    public static TensorProto Floats(string name, IEnumerable<long> dims, ReadOnlySpan<float> values) =>
        Create(name, dims, OnnxDataType.Float, MemoryMarshal.AsBytes(values));

    /// <summary>A tensor of raw little-endian elements.</summary>
    public static TensorProto Create(string name, IEnumerable<long> dims, OnnxDataType type, ReadOnlySpan<byte> raw)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(raw) };
        tensor.Dims.AddRange(dims);
        return tensor;
    }

    private static T[] Cast<T>(TensorProto tensor, int count) where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("ONNX raw data is little-endian");
        if (tensor.RawData.Length != (long)count * Marshal.SizeOf<T>())
            throw new OnnxFormatException($"initializer '{tensor.Name}' holds {tensor.RawData.Length} bytes where its dimensions say {count} elements of {Marshal.SizeOf<T>()}");
        return MemoryMarshal.Cast<byte, T>(tensor.RawData.Span).ToArray();
    }
}
