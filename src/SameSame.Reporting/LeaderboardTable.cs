using System.Globalization;
using SameSame.Contracts.Results;

namespace SameSame.Reporting;

/// <summary>The leaderboard as people read it.</summary>
public static class LeaderboardTable
{
    private static readonly ReportColumn[] Columns =
    [
        new("model"), new("bits"), new("weights"), new("ranges"), new("bias"), new("method"), new("FP32", true), new("top-1", true),
        new("cost", true), new("95 % interval", true), new("agree", true), new("SQNR", true), new("images", true),
    ];

    /// <summary>What the marks mean, for the line below a table that has some.</summary>
    public const string Legend = "! implausible: the cell has lost more than rounding and clipping explain, do not ship it; ~n: n layers have weights or inputs in floating point";

    /// <summary>
    /// Builds the table. A star marks what no other method of the same model and scheme beats, an exclamation mark an implausible row, <c>~n</c> behind the bits that n
    /// layers have weights or inputs in floating point.
    /// </summary>
    /// <param name="rows">The rows.</param>
    /// <param name="marks">Implausible ones and why, by place; by default those that <see cref="Plausibility.Marks"/> finds among the rows.</param>
    public static ReportTable Of(IEnumerable<LeaderboardRow> rows, IReadOnlyDictionary<string, string>? marks = null)
    {
        var sorted = Ranking.Sort(rows);
        marks ??= Plausibility.Marks(sorted);
        var leaders = Ranking.Leaders(sorted.Where(r => !marks.ContainsKey(r.Place)));
        return new ReportTable(Columns, [.. sorted.Select(r => new[]
        {
            r.Model, $"{r.WeightBits}/{r.ActivationBits}{(r.FloatLayers > 0 ? $" ~{r.FloatLayers}" : "")}", r.Granularity, r.Calibrator, r.BiasCorrection,
            $"{r.Method}{(marks.ContainsKey(r.Place) ? " !" : leaders.Contains(r.Place) ? " *" : "")}",
            Number(r.Fp32Top1), Number(r.Top1), Number(r.Degradation), $"{Number(r.DegradationLow)} .. {Number(r.DegradationHigh)}",
            r.Agreement.ToString("0.0", CultureInfo.InvariantCulture), r.SqnrDb.ToString("0.0", CultureInfo.InvariantCulture),
            r.Images.ToString(CultureInfo.InvariantCulture),
        })]);
    }

    private static string Number(float value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
