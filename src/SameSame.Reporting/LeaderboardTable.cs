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

    /// <summary>Builds the table; a star marks what no other method of the same model and scheme beats.</summary>
    public static ReportTable Of(IEnumerable<LeaderboardRow> rows)
    {
        var sorted = Ranking.Sort(rows);
        var leaders = Ranking.Leaders(sorted);
        return new ReportTable(Columns, [.. sorted.Select(r => new[]
        {
            r.Model, $"{r.WeightBits}/{r.ActivationBits}", r.Granularity, r.Calibrator, r.BiasCorrection,
            leaders.Contains(r.Place) ? $"{r.Method} *" : r.Method,
            Number(r.Fp32Top1), Number(r.Top1), Number(r.Degradation), $"{Number(r.DegradationLow)} .. {Number(r.DegradationHigh)}",
            r.Agreement.ToString("0.0", CultureInfo.InvariantCulture), r.SqnrDb.ToString("0.0", CultureInfo.InvariantCulture),
            r.Images.ToString(CultureInfo.InvariantCulture),
        })]);
    }

    private static string Number(float value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
