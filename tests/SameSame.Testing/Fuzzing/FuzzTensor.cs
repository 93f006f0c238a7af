using System.Runtime.InteropServices;
using SameSame.Onnx.IO;
using SameSame.Onnx.Schema;

namespace SameSame.Testing.Fuzzing;

/// <summary>A tensor of any element type, its elements carried as doubles.</summary>
public sealed record FuzzTensor(long[] Dims, double[] Values, OnnxDataType Type = OnnxDataType.Float)
{
    /// <summary>True for real numbers, false for integers and truth values.</summary>
    public bool IsReal => Type is OnnxDataType.Float or OnnxDataType.Float16 or OnnxDataType.Double;

    /// <summary>Number of axes.</summary>
    public int Rank => Dims.Length;

    /// <summary>The elements as integers, which is how shapes, axes and indices are read.</summary>
    public long[] Longs => [.. Values.Select(v => (long)v)];

    /// <summary>Number of elements that dimensions hold.</summary>
    public static long Count(IEnumerable<long> dims) => dims.Aggregate(1L, (a, b) => a * b);

    /// <summary>A tensor of zeros.</summary>
    public static FuzzTensor Zeros(params long[] dims) => new(dims, new double[Count(dims)]);

    /// <summary>A one-dimensional tensor of integers.</summary>
    public static FuzzTensor Integers(params long[] values) => new([values.Length], [.. values.Select(v => (double)v)], OnnxDataType.Int64);

    /// <summary>A tensor of a file, doubles unrounded.</summary>
    public static FuzzTensor Of(TensorProto tensor)
    {
        var type = tensor.ElementType();
        double[] values = type switch
        {
            OnnxDataType.Double when tensor.HasRawData => MemoryMarshal.Cast<byte, double>(tensor.RawData.Span).ToArray(),
            OnnxDataType.Double => [.. tensor.DoubleData],
            OnnxDataType.Float or OnnxDataType.Float16 => [.. tensor.ToFloats().Select(v => (double)v)],
            OnnxDataType.Int64 or OnnxDataType.Int32 => [.. tensor.ToLongs().Select(v => (double)v)],
            _ when !tensor.HasRawData => [.. tensor.Int32Data.Select(v => (double)v)],
            OnnxDataType.Int8 => [.. tensor.RawData.Select(v => (double)(sbyte)v)],
            OnnxDataType.Bool or OnnxDataType.UInt8 => [.. tensor.RawData.Select(v => (double)v)],
            _ => throw new NotSupportedException($"constants of type {type}"),
        };
        return new([.. tensor.Dims], values, type);
    }

    /// <summary>The flat index of a position.</summary>
    public long Index(long[] at)
    {
        var index = 0L;
        for (var a = 0; a < Dims.Length; a++)
            index = index * Dims[a] + at[a];
        return index;
    }

    /// <summary>Every position of dimensions, the last axis fastest. The array is reused: a caller that keeps it must copy it.</summary>
    public static IEnumerable<long[]> Positions(long[] dims)
    {
        var at = new long[dims.Length];
        for (long left = Count(dims); left > 0; left--)
        {
            yield return at;
            for (var a = dims.Length - 1; a >= 0 && ++at[a] == dims[a]; a--)
                at[a] = 0;
        }
    }

    /// <summary>A tensor each of whose elements is one of this one's, or <paramref name="fill"/> where <paramref name="source"/> gives null.</summary>
    public FuzzTensor Pick(long[] dims, Func<long[], long[]?> source, double fill = 0)
    {
        var values = new double[Count(dims)];
        var next = 0;
        foreach (var at in Positions(dims))
            values[next++] = source(at) is { } from ? Values[Index(from)] : fill;
        return this with { Dims = dims, Values = values };
    }

    /// <summary>The same shape with every element changed.</summary>
    public FuzzTensor Map(Func<double, double> f) => this with { Values = [.. Values.Select(f)] };

    /// <summary>The elements under other dimensions.</summary>
    public FuzzTensor Reshaped(params long[] dims) => this with { Dims = dims };

    /// <summary>A copy that is as large as <paramref name="dims"/> say, axes aligned at the end and those of 1 repeated.</summary>
    public FuzzTensor Broadcast(long[] dims)
    {
        if (Dims.SequenceEqual(dims))
            return this;
        var skip = dims.Length - Rank;
        return Pick(dims, at => [.. Dims.Select((d, a) => d == 1 ? 0 : at[a + skip])]);
    }
}
