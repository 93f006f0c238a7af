using System.Buffers.Binary;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Onnx.Constants;

/// <summary>Reads constants from tensors of a model, in whichever of their fields the elements lie, and writes them.</summary>
internal static class ConstantTensorData
{
    /// <summary>The elements of a tensor, or null where its type is not evaluated or its data is not all there.</summary>
    public static ConstantTensor? Read(TensorProto tensor)
    {
        var type = tensor.ElementType();
        long[] dims = [.. tensor.Dims];
        if (NumberTypes.Size(type) is not { } size || !Layout.Fits(dims) || tensor.ExternalData.Count > 0)
            return null;
        var count = Layout.Count(dims);
        if (tensor.HasRawData && tensor.RawData.Length != (long)count * size)
            return null;
        if (NumberTypes.IsFloating(type))
            return Floats(tensor, type, count) is { } floats && floats.Length == count ? new(type, dims, floats, null) : null;
        return Integers(tensor, type, count) is { } integers && integers.Length == count ? new(type, dims, null, integers) : null;
    }

    /// <summary>The tensor of a model that holds a constant.</summary>
    public static TensorProto Write(ConstantTensor constant, string name)
    {
        var size = NumberTypes.Size(constant.Type)!.Value;
        var raw = new byte[constant.Count * size];
        for (var i = 0; i < constant.Count; i++)
        {
            var bytes = raw.AsSpan(i * size, size);
            if (constant.Floats is null)
                WriteBits(bytes, constant.Integers![i]);
            else if (constant.Type == OnnxDataType.Float)
                BinaryPrimitives.WriteSingleLittleEndian(bytes, (float)constant.Floats[i]);
            else if (constant.Type == OnnxDataType.Float16)
                BinaryPrimitives.WriteHalfLittleEndian(bytes, (Half)constant.Floats[i]);
            else
                BinaryPrimitives.WriteDoubleLittleEndian(bytes, constant.Floats[i]);
        }

        return TensorData.Create(name, constant.Dims, constant.Type, raw);
    }

    private static double[] Floats(TensorProto tensor, OnnxDataType type, int count)
    {
        if (!tensor.HasRawData)
        {
            return type switch
            {
                OnnxDataType.Float => [.. tensor.FloatData.Select(f => (double)f)],
                OnnxDataType.Float16 => [.. tensor.Int32Data.Select(i => (double)BitConverter.UInt16BitsToHalf((ushort)i))],
                _ => [.. tensor.DoubleData],
            };
        }

        var values = new double[count];
        var raw = tensor.RawData.Span;
        for (var i = 0; i < count; i++)
        {
            values[i] = type switch
            {
                OnnxDataType.Float => BinaryPrimitives.ReadSingleLittleEndian(raw[(4 * i)..]),
                OnnxDataType.Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(raw[(2 * i)..]),
                _ => BinaryPrimitives.ReadDoubleLittleEndian(raw[(8 * i)..]),
            };
        }

        return values;
    }

    // Null where an element is none that int64 has, or lies in a field that the schema leaves out.
    private static long[]? Integers(TensorProto tensor, OnnxDataType type, int count)
    {
        if (!tensor.HasRawData)
        {
            return type is OnnxDataType.UInt32 or OnnxDataType.UInt64 ? null
                : type == OnnxDataType.Int64 ? [.. tensor.Int64Data]
                : [.. tensor.Int32Data.Select(i => (long)i)];
        }

        var values = new long[count];
        var raw = tensor.RawData.Span;
        for (var i = 0; i < count; i++)
        {
            values[i] = type switch
            {
                OnnxDataType.Int8 => (sbyte)raw[i],
                OnnxDataType.UInt8 => raw[i],
                OnnxDataType.Bool => raw[i] == 0 ? 0 : 1,
                OnnxDataType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(raw[(2 * i)..]),
                OnnxDataType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(raw[(2 * i)..]),
                OnnxDataType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(raw[(4 * i)..]),
                OnnxDataType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(raw[(4 * i)..]),
                _ => BinaryPrimitives.ReadInt64LittleEndian(raw[(8 * i)..]),
            };
        }

        return type == OnnxDataType.UInt64 && values.Any(v => v < 0) ? null : values;
    }

    private static void WriteBits(Span<byte> bytes, long value)
    {
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(value >> (8 * i));
    }
}
