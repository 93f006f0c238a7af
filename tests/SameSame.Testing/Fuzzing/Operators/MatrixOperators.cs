using SameSame.Onnx.Graph;

namespace SameSame.Testing.Fuzzing.Operators;

/// <summary>Matrix products.</summary>
internal static class MatrixOperators
{
    public static FuzzTensor Gemm(NodeCall call)
    {
        var a = call.Node.Int("transA", 0) != 0 ? Swapped(call[0]) : call[0];
        var b = call.Node.Int("transB", 0) != 0 ? Swapped(call[1]) : call[1];
        var product = Product(a, b).Map(v => v * call.Node.Float("alpha", 1));
        if (call.Optional(2) is not { } bias)
            return product;
        var beta = call.Node.Float("beta", 1);
        return product with { Values = [.. product.Values.Zip(bias.Broadcast(product.Dims).Values, (p, c) => p + beta * c)] };
    }

    public static FuzzTensor MatMul(NodeCall call)
    {
        var a = call[0].Rank == 1 ? call[0].Reshaped(1, call[0].Dims[0]) : call[0];
        var b = call[1].Rank == 1 ? call[1].Reshaped(call[1].Dims[0], 1) : call[1];
        var y = Product(a, b);
        long[] batch = y.Dims[..^2], rows = call[0].Rank == 1 ? [] : [y.Dims[^2]], columns = call[1].Rank == 1 ? [] : [y.Dims[^1]];
        return y.Reshaped([.. batch, .. rows, .. columns]);
    }

    private static FuzzTensor Product(FuzzTensor a, FuzzTensor b)
    {
        var batch = Elementwise.Shape([a.Dims[..^2], b.Dims[..^2]]);
        long rows = a.Dims[^2], inner = a.Dims[^1], columns = b.Dims[^1];
        if (b.Dims[^2] != inner)
            throw new InvalidOperationException($"a product of [{string.Join(',', a.Dims)}] and [{string.Join(',', b.Dims)}]");
        var left = a.Broadcast([.. batch, rows, inner]).Values;
        var right = b.Broadcast([.. batch, inner, columns]).Values;
        var y = FuzzTensor.Zeros([.. batch, rows, columns]);
        for (long n = 0, next = 0; n < FuzzTensor.Count(batch); n++)
        for (long r = 0; r < rows; r++)
        for (long c = 0; c < columns; c++, next++)
        {
            var sum = 0.0;
            for (long i = 0; i < inner; i++)
                sum += left[(n * rows + r) * inner + i] * right[(n * inner + i) * columns + c];
            y.Values[next] = sum;
        }

        return y;
    }

    private static FuzzTensor Swapped(FuzzTensor x) => x.Pick([x.Dims[1], x.Dims[0]], at => [at[1], at[0]]);
}
