using System.Globalization;
using SameSame.Contracts.Results;

namespace SameSame.Reporting;

/// <summary>The leaderboard as people read it.</summary>
public static class LeaderboardTable
{
    /// <summary>What the marks mean, for the line below a table that has some.</summary>
    public const string Legend =
        "* best of its model and scheme; = images do not tell it apart from the best (McNemar's test with Holm's correction, 5 %); ties go to agreement, SQNR, size";

    /// <summary>What the marks of doubtful rows mean.</summary>
    public const string DoubtLegend =
        "! implausible: the cell has lost more than rounding and clipping explain, do not ship it; ~n: n layers have weights or inputs in floating point";

    /// <summary>Header of the column of sizes.</summary>
    public const string Size = "MB";

    private static readonly ReportColumn[] Columns =
    [
        new("model"), new("bits"), new("weights"), new("ranges"), new("bias"), new("method"), new("FP32", true), new("top-1", true),
        new("cost", true), new("95 % interval", true), new("agree", true), new("SQNR", true), new("images", true),
    ];

    /// <summary>
    /// Builds the table. Behind the method stands the row's mark, behind the bits <c>~n</c> where n layers have weights or inputs in floating point. Rows of several
    /// datasets say which is theirs.
    /// </summary>
    /// <param name="rows">The rows, in their order.</param>
    /// <param name="verdicts">What is to be said of them; by default what they say of each other.</param>
    /// <param name="history">Whether each row says which sweep measured it, and when.</param>
    /// <param name="sizes">Whether rows that know the size of their weights say it.</param>
    public static ReportTable Of(IEnumerable<LeaderboardRow> rows, Verdicts? verdicts = null, bool history = false, bool sizes = false)
    {
        var sorted = rows.ToList();
        verdicts ??= new Verdicts(sorted);
        var datasets = new DatasetNames(sorted);
        List<(ReportColumn Column, Func<LeaderboardRow, string> Text)> columns = [.. Columns.Select((c, i) => (c, (Func<LeaderboardRow, string>)(r => Texts(r, verdicts)[i])))];
        if (datasets.Several)
            columns.Insert(1, (new("dataset"), datasets.Of));
        if (sizes && sorted.Any(r => r.WeightBytes > 0))
            columns.Add((new(Size, true), r => r.WeightBytes > 0 ? (r.WeightBytes / 1e6).ToString("0.###", CultureInfo.InvariantCulture) : ""));
        if (history)
        {
            columns.Add((new("checkpoint"), r => r.ModelSha256.Length > 8 ? r.ModelSha256[..8] : r.ModelSha256));
            columns.Add((new("sweep"), r => r.Sweep));
            columns.Add((new("measured"), r => r.Measured?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? ""));
        }

        return new ReportTable([.. columns.Select(c => c.Column)], [.. sorted.Select(r => columns.Select(c => c.Text(r)).ToArray())]);
    }

    /// <summary>The lines that explain the marks of some rows.</summary>
    public static IEnumerable<string> Legends(IReadOnlyCollection<LeaderboardRow> rows, Verdicts verdicts)
    {
        if (rows.Any(r => verdicts.StandingOf(r) != Standing.Behind))
            yield return Legend;
        if (rows.Any(r => r.FloatLayers > 0 || verdicts.Implausible(r) is not null))
            yield return DoubtLegend;
    }

    private static string[] Texts(LeaderboardRow r, Verdicts verdicts) =>
    [
        r.Model, $"{r.WeightBits}/{r.ActivationBits}{(r.FloatLayers > 0 ? $" ~{r.FloatLayers}" : "")}", r.Granularity, r.Calibrator, r.BiasCorrection,
        $"{r.Method} {verdicts.Mark(r)}".TrimEnd(),
        Number(r.Fp32Top1), Number(r.Top1), Number(r.Degradation), $"{Number(r.DegradationLow)} .. {Number(r.DegradationHigh)}",
        r.Agreement.ToString("0.0", CultureInfo.InvariantCulture), r.SqnrDb.ToString("0.0", CultureInfo.InvariantCulture),
        r.Images.ToString(CultureInfo.InvariantCulture),
    ];

    private static string Number(float value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
