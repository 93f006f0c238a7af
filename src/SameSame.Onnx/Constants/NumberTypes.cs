using SameSame.Onnx.IO;

namespace SameSame.Onnx.Constants;

/// <summary>What the element types can hold.</summary>
internal static class NumberTypes
{
    /// <summary>True for types whose elements are kept as float64.</summary>
    public static bool IsFloating(OnnxDataType type) => type is OnnxDataType.Float or OnnxDataType.Float16 or OnnxDataType.Double;

    /// <summary>True for types whose elements are kept as int64.</summary>
    public static bool IsIntegral(OnnxDataType type) => Size(type) is not null && !IsFloating(type);

    /// <summary>Bytes of an element, or null for types that are not evaluated.</summary>
    public static int? Size(OnnxDataType type) => type switch
    {
        OnnxDataType.Int8 or OnnxDataType.UInt8 or OnnxDataType.Bool => 1,
        OnnxDataType.Int16 or OnnxDataType.UInt16 or OnnxDataType.Float16 => 2,
        OnnxDataType.Int32 or OnnxDataType.UInt32 or OnnxDataType.Float => 4,
        OnnxDataType.Int64 or OnnxDataType.UInt64 or OnnxDataType.Double => 8,
        _ => null,
    };

    /// <summary>Rounds to the nearest number of the type, to even where two are as near.</summary>
    public static void Round(OnnxDataType type, double[] values)
    {
        UnevaluableException.Unless(IsFloating(type), "floating-point elements in a floating-point type");
        for (var i = 0; type == OnnxDataType.Float && i < values.Length; i++)
            values[i] = (float)values[i];
        for (var i = 0; type == OnnxDataType.Float16 && i < values.Length; i++)
            values[i] = (double)(Half)values[i];
    }

    /// <summary>Drops the bits that the type does not have.</summary>
    public static void Wrap(OnnxDataType type, long[] values)
    {
        UnevaluableException.Unless(IsIntegral(type), "integers in an integer type");
        for (var i = 0; type != OnnxDataType.Int64 && i < values.Length; i++)
            values[i] = Wrap(type, values[i]);
    }

    /// <summary>True where a number, its fraction dropped, is one of the type.</summary>
    public static bool Holds(OnnxDataType type, double value)
    {
        var whole = Math.Truncate(value);
        return type switch
        {
            OnnxDataType.Int8 => whole is >= sbyte.MinValue and <= sbyte.MaxValue,
            OnnxDataType.UInt8 => whole is >= 0 and <= byte.MaxValue,
            OnnxDataType.Int16 => whole is >= short.MinValue and <= short.MaxValue,
            OnnxDataType.UInt16 => whole is >= 0 and <= ushort.MaxValue,
            OnnxDataType.Int32 => whole is >= int.MinValue and <= int.MaxValue,
            OnnxDataType.UInt32 => whole is >= 0 and <= uint.MaxValue,
            // 2^63 is the first float64 past int64; elements of a uint64 tensor are kept as int64.
            OnnxDataType.Int64 => whole is >= -9223372036854775808.0 and < 9223372036854775808.0,
            OnnxDataType.UInt64 => whole is >= 0 and < 9223372036854775808.0,
            _ => false,
        };
    }

    private static long Wrap(OnnxDataType type, long value) => type switch
    {
        OnnxDataType.Int8 => (sbyte)value,
        OnnxDataType.UInt8 => (byte)value,
        OnnxDataType.Int16 => (short)value,
        OnnxDataType.UInt16 => (ushort)value,
        OnnxDataType.Int32 => (int)value,
        OnnxDataType.UInt32 => (uint)value,
        OnnxDataType.Bool => value == 0 ? 0 : 1,
        OnnxDataType.UInt64 when value < 0 => throw new UnevaluableException("a uint64 past int64"),
        _ => value,
    };
}
