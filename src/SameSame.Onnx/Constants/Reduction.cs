using SameSame.Onnx.Graph;

namespace SameSame.Onnx.Constants;

/// <summary>Operators that make one number of all along some axes.</summary>
internal static class Reduction
{
    /// <summary>The operators.</summary>
    public static IEnumerable<(string Name, Evaluation Evaluate)> Operators =>
    [
        ("ReduceSum", o => Reduce(o, v => v.Sum(), v => v.Sum())),
        ("ReduceMean", o => Reduce(o, v => v.Sum() / v.Length, v => Arithmetic.Divide(v.Sum(), v.Length))),
        ("ReduceMax", o => Reduce(o, v => v.Aggregate(Math.Max), v => v.Max())),
        ("ReduceMin", o => Reduce(o, v => v.Aggregate(Math.Min), v => v.Min())),
        ("ReduceProd", o => Reduce(o, v => v.Aggregate(1.0, (a, b) => a * b), v => v.Aggregate(1L, (a, b) => a * b))),
        ("ReduceL1", o => Reduce(o, v => v.Sum(Math.Abs), null)),
        ("ReduceL2", o => Reduce(o, v => Math.Sqrt(v.Sum(a => a * a)), null)),
        ("ReduceSumSquare", o => Reduce(o, v => v.Sum(a => a * a), v => v.Sum(a => a * a))),
    ];

    private static ConstantTensor Reduce(Operands o, Func<double[], double> floats, Func<long[], long>? integers)
    {
        var x = o[0];
        var given = o.Integers("axes", 1) ?? [];
        if (given.Length == 0 && o.Node.Int("noop_with_empty_axes", 0) == 1)
        {
            // Whether an operator that does more than combine still does that is not the same in all versions.
            UnevaluableException.Unless(o.Node.OpType is not ("ReduceL1" or "ReduceL2" or "ReduceSumSquare"), "a defined result");
            return x;
        }

        var axes = (given.Length == 0 ? Layout.Upto(x.Rank) : given.Select(a => Layout.Axis(a, x.Rank))).ToHashSet();
        var strides = Layout.Strides(x.Dims);
        var places = x.Dims.Select((d, i) => Layout.Upto(d).Select(k => k * strides[i]).ToArray()).ToArray();
        var outer = Layout.Combine([.. places.Where((_, i) => !axes.Contains(i))]);
        var inner = Layout.Combine([.. places.Where((_, i) => axes.Contains(i))]);
        UnevaluableException.Unless(inner.Length > 0, "something to reduce");
        var keep = o.Node.Int("keepdims", 1) == 1;
        long[] dims = [.. x.Dims.Select((d, i) => axes.Contains(i) ? keep ? 1 : -1 : d).Where(d => d >= 0)];
        if (x.Floats is not null)
            return ConstantTensor.Of(x.Type, dims, Reduce(x.Floats, outer, inner, floats));
        return ConstantTensor.Of(x.Type, dims,
            Reduce(x.Integers!, outer, inner, integers ?? throw new UnevaluableException("floating-point elements")));
    }

    private static T[] Reduce<T>(T[] values, int[] outer, int[] inner, Func<T[], T> reduce)
    {
        var group = new T[inner.Length];
        var result = new T[outer.Length];
        for (var i = 0; i < outer.Length; i++)
        {
            for (var k = 0; k < group.Length; k++)
                group[k] = values[outer[i] + inner[k]];
            result[i] = reduce(group);
        }

        return result;
    }
}
