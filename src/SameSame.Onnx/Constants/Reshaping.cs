using SameSame.Onnx.Graph;

namespace SameSame.Onnx.Constants;

/// <summary>Operators that keep the elements and their order.</summary>
internal static class Reshaping
{
    /// <summary>The operators.</summary>
    public static IEnumerable<(string Name, Evaluation Evaluate)> Operators =>
    [
        ("Identity", o => o[0]), ("Reshape", Reshape), ("Flatten", Flatten), ("Squeeze", Squeeze), ("Unsqueeze", Unsqueeze),
    ];

    private static ConstantTensor Reshape(Operands o)
    {
        var (x, target) = (o[0], o.Integers(1));
        var copies = o.Node.Int("allowzero", 0) == 0;
        UnevaluableException.Unless(!copies || target.Take(x.Rank).Count(d => d == 0) == target.Count(d => d == 0),
            "no dimension to copy");
        long[] dims = [.. target.Select((d, i) => d == 0 && copies ? x.Dims[i] : d)];
        var hole = Array.IndexOf(dims, -1L);
        if (hole >= 0)
        {
            dims[hole] = 1;
            var known = Layout.Count(dims);
            UnevaluableException.Unless(known > 0 && x.Count % known == 0, "what is left over is no dimension");
            dims[hole] = x.Count / known;
        }

        return x.Reshaped(dims);
    }

    private static ConstantTensor Flatten(Operands o)
    {
        var x = o[0];
        // The axis may be the rank: then all dimensions are in front of it.
        var axis = o.Node.Int("axis", 1) is var a && a == x.Rank ? x.Rank : Layout.Axis(a, x.Rank);
        return x.Reshaped([Layout.Count(x.Dims[..axis]), Layout.Count(x.Dims[axis..])]);
    }

    private static ConstantTensor Squeeze(Operands o)
    {
        var x = o[0];
        var axes = o.Integers("axes", 1)?.Select(a => Layout.Axis(a, x.Rank)).ToHashSet();
        return x.Reshaped([.. x.Dims.Where((d, i) => axes is null ? d != 1 : !axes.Contains(i))]);
    }

    private static ConstantTensor Unsqueeze(Operands o)
    {
        var (x, given) = (o[0], o.Integers("axes", 1) ?? throw new UnevaluableException("which axes"));
        var rank = x.Rank + given.Length;
        var axes = given.Select(a => Layout.Axis(a, rank)).ToHashSet();
        UnevaluableException.Unless(axes.Count == given.Length, "an axis twice");
        var next = 0;
        return x.Reshaped([.. Enumerable.Range(0, rank).Select(i => axes.Contains(i) ? 1 : x.Dims[next++])]);
    }
}
