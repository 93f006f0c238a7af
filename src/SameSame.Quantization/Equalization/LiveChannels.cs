namespace SameSame.Quantization.Equalization;

/// <summary>
/// Tells degenerate classes of a group (no weights, never active) from live ones, and gives the degenerate ones a factor that
/// stretches nobody's range. Formulas see live classes only.
/// </summary>
public static class LiveChannels
{
    /// <summary>
    /// A class counts as degenerate where a range is below this share of the layer's greatest. Real channels of trained networks
    /// lie above 1e-4; the dead ones of MobileNetV1 lie below 1e-7.
    /// </summary>
    public const double Threshold = 1e-6;

    /// <summary>Factors stay within this ratio of the group's median, both ways.</summary>
    public const double MaximumRatio = 256;

    /// <summary>True for each class that is live in every tensor, producer and consumer of the group.</summary>
    public static bool[] Find(GroupProblem group)
    {
        var live = new bool[group.Count];
        Array.Fill(live, true);
        foreach (var rows in new[] { group.Activations, group.Kernels, group.Columns })
        {
            foreach (var row in rows)
            {
                var floor = row.Max() * Threshold;
                for (var i = 0; i < live.Length; i++)
                    live[i] &= row[i] > floor;
            }
        }

        return live;
    }

    /// <summary>
    /// Completes the factors that a formula found for live classes: clamps them to <see cref="MaximumRatio"/> around their median, then gives
    /// every degenerate class that median, lowered until neither its activation nor its kernel exceeds the live maximum and
    /// raised until its column does not. Where both cannot be had the producers' and tensors' side wins.
    /// </summary>
    public static double[] Complete(GroupProblem group, bool[] live, double[] factors)
    {
        var found = factors.Where((_, i) => live[i]).Order().ToArray();
        if (found.Length == 0)
            return [.. Enumerable.Repeat(1.0, factors.Length)];
        var median = found[found.Length / 2];
        var result = new double[factors.Length];
        for (var i = 0; i < result.Length; i++)
            result[i] = live[i] ? Math.Clamp(factors[i], median / MaximumRatio, median * MaximumRatio) : median;

        var upper = Bounds(group.Activations, live, result, inverse: false).Concat(Bounds(group.Kernels, live, result, inverse: false)).ToList();
        var lower = Bounds(group.Columns, live, result, inverse: true).ToList();
        for (var i = 0; i < result.Length; i++)
        {
            if (live[i])
                continue;
            foreach (var (row, limit) in lower)
                result[i] = Math.Max(result[i], limit > 0 ? row[i] / limit : 0);
            foreach (var (row, limit) in upper)
                result[i] = row[i] > 0 ? Math.Min(result[i], limit / row[i]) : result[i];
            result[i] = Math.Clamp(result[i], median / MaximumRatio, median * MaximumRatio);
        }

        return result;
    }

    private static IEnumerable<(double[] Row, double Limit)> Bounds(double[][] rows, bool[] live, double[] factors, bool inverse)
    {
        foreach (var row in rows)
        {
            var limit = 0.0;
            for (var i = 0; i < row.Length; i++)
            {
                if (live[i])
                    limit = Math.Max(limit, inverse ? row[i] / factors[i] : row[i] * factors[i]);
            }

            if (limit > 0)
                yield return (row, limit);
        }
    }
}
