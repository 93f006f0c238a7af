using System.Globalization;
using SameSame.Contracts.Results;

namespace SameSame.Reporting;

/// <summary>
/// Finds rows whose figures cannot be right. Some are so by themselves: their cell lost far more than rounding and clipping explain. Others show beside their
/// neighbours: more bits, or a scale a channel instead of one a layer, cannot cost much. Where the prediction says the same as the measurement such a fall is the method's own.
/// </summary>
public static class Plausibility
{
    /// <summary>How much worse than its neighbour a row may be, and how much below its prediction such a row must be, in dB.</summary>
    public const double ToleranceDb = 3;

    /// <summary>Why, by the place of each implausible row.</summary>
    public static IReadOnlyDictionary<string, string> Marks(IEnumerable<LeaderboardRow> rows)
    {
        var all = rows.ToList();
        var marks = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var family in all.GroupBy(r => (r.Model, r.ModelSha256, r.Dataset, r.DatasetDigest, r.Method, r.Calibrator, r.BiasCorrection, r.Images)))
        {
            foreach (var row in family)
            {
                if (Reason(row, [.. family]) is { } reason)
                    marks[row.Place] = reason;
            }
        }

        return marks;
    }

    private static string? Reason(LeaderboardRow row, List<LeaderboardRow> family)
    {
        if (row.Implausible)
            return Text(row, $"{row.BeyondDb:0.0} dB below what rounding and clipping explain");
        if (row.BeyondDb <= ToleranceDb)
            return null;
        if (family.Find(r => r.Granularity == row.Granularity && FewerBits(r, row) && r.SqnrDb > row.SqnrDb) is { } fewer)
            return Text(row, $"{row.SqnrDb:0.0} dB where {fewer.WeightBits}/{fewer.ActivationBits} has {fewer.SqnrDb:0.0}");
        return family.Find(r => row.Granularity == "per-channel" && r.Granularity == "per-tensor" && r.WeightBits == row.WeightBits && r.ActivationBits == row.ActivationBits
            && r.SqnrDb > row.SqnrDb + ToleranceDb) is { } tensor ? Text(row, $"{row.SqnrDb:0.0} dB where per-tensor has {tensor.SqnrDb:0.0}") : null;
    }

    private static bool FewerBits(LeaderboardRow few, LeaderboardRow many) =>
        few.WeightBits <= many.WeightBits && few.ActivationBits <= many.ActivationBits && (few.WeightBits, few.ActivationBits) != (many.WeightBits, many.ActivationBits);

    private static string Text(LeaderboardRow row, FormattableString what) =>
        $"{row.Model} {row.WeightBits}/{row.ActivationBits} {row.Granularity} {row.Method}: {what.ToString(CultureInfo.InvariantCulture)}";
}
