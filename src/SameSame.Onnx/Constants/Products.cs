using System.Numerics;
using SameSame.Onnx.Graph;
using SameSame.Onnx.IO;

namespace SameSame.Onnx.Constants;

/// <summary>Products of matrices.</summary>
internal static class Products
{
    // More multiplications take longer than a load may.
    private const double MostMultiplications = 4e9;

    /// <summary>The operators.</summary>
    public static IEnumerable<(string Name, Evaluation Evaluate)> Operators => [("MatMul", MatMul), ("Gemm", Gemm)];

    private static ConstantTensor MatMul(Operands o)
    {
        var inputs = o.Alike();
        UnevaluableException.Unless(inputs.Length == 2 && inputs.All(i => i.Rank > 0), "two tensors");
        var (a, b) = (inputs[0], inputs[1]);
        // A vector is a matrix of one row in front, of one column behind; that dimension is dropped again.
        var (row, column) = (a.Rank == 1, b.Rank == 1);
        var product = Multiply(row ? a.Reshaped([1, a.Count]) : a, column ? b.Reshaped([b.Count, 1]) : b);
        long[] rows = row ? [] : [product.Dims[^2]], columns = column ? [] : [product.Dims[^1]];
        return product.Reshaped([.. product.Dims[..^2], .. rows, .. columns]);
    }

    private static ConstantTensor Gemm(Operands o)
    {
        var (a, b, c) = (o[0], o[1], o.Optional(2));
        UnevaluableException.Unless(a is { Rank: 2, Floats: not null } && b.Rank == 2, "two matrices");
        UnevaluableException.Unless(a.Type == b.Type && (c is null || c.Type == a.Type), "inputs are of one type");
        a = o.Node.Int("transA", 0) == 1 ? Movement.Transpose(a, null) : a;
        b = o.Node.Int("transB", 0) == 1 ? Movement.Transpose(b, null) : b;
        var (type, alpha, beta) = (a.Type, (double)o.Node.Float("alpha", 1), (double)o.Node.Float("beta", 1));
        // All is one node: rounded once.
        var product = Multiply(a with { Type = OnnxDataType.Double }, b with { Type = OnnxDataType.Double });
        var added = c?.Broadcast(product.Dims).Floats;
        return ConstantTensor.Of(type, product.Dims,
            [.. product.Floats!.Select((p, i) => alpha * p + (added is null ? 0 : beta * added[i]))]);
    }

    private static ConstantTensor Multiply(ConstantTensor a, ConstantTensor b)
    {
        int rows = (int)a.Dims[^2], inner = (int)a.Dims[^1], columns = (int)b.Dims[^1];
        UnevaluableException.Unless(b.Dims[^2] == inner, "matrices that match");
        var batch = Layout.Broadcast([a.Dims[..^2], b.Dims[..^2]]);
        long[] dims = [.. batch, rows, columns];
        UnevaluableException.Unless((double)Layout.Count(dims) * inner <= MostMultiplications, "a small product");
        var size = new Sizes(rows, inner, columns, Layout.Spread(a.Dims[..^2], batch), Layout.Spread(b.Dims[..^2], batch));
        return a.Floats is null
            ? ConstantTensor.Of(a.Type, dims, Multiply(a.Integers!, b.Integers!, new long[Layout.Count(dims)], size))
            : ConstantTensor.Of(a.Type, dims, Multiply(a.Floats, b.Floats!, new double[Layout.Count(dims)], size));
    }

    private static T[] Multiply<T>(T[] a, T[] b, T[] product, Sizes size) where T : INumber<T>
    {
        var (rows, inner, columns, fromA, fromB) = size;
        for (var m = 0; m * rows * columns < product.Length; m++)
        {
            int startA = (fromA is null ? m : fromA[m]) * rows * inner, startB = (fromB is null ? m : fromB[m]) * inner * columns;
            for (var i = 0; i < rows; i++)
            {
                var row = product.AsSpan((m * rows + i) * columns, columns);
                for (var k = 0; k < inner; k++)
                {
                    var factor = a[startA + i * inner + k];
                    var other = b.AsSpan(startB + k * columns, columns);
                    for (var j = 0; j < row.Length; j++)
                        row[j] += factor * other[j];
                }
            }
        }

        return product;
    }

    private readonly record struct Sizes(int Rows, int Inner, int Columns, int[]? FromA, int[]? FromB);
}
