using System.Globalization;
using SameSame.Contracts.Results;

namespace SameSame.Reporting;

/// <summary>
/// Results as data: one number a column under camelCase names, RFC 4180, so that a data frame has its types at once.
/// Percentages are 0 to 100; fields without a value are empty. <c>docs/api.md</c> lists the columns.
/// </summary>
public static class ResultCsv
{
    private static readonly (string Name, Func<LeaderboardRow, Verdicts, object?> Value)[] Fields =
    [
        ("model", (r, _) => r.Model), ("modelSha256", (r, _) => r.ModelSha256), ("dataset", (r, _) => r.Dataset),
        ("datasetDigest", (r, _) => r.DatasetDigest),
        ("method", (r, _) => r.Method), ("weightBits", (r, _) => r.WeightBits), ("activationBits", (r, _) => r.ActivationBits),
        ("granularity", (r, _) => r.Granularity),
        ("calibrator", (r, _) => r.Calibrator), ("biasCorrection", (r, _) => r.BiasCorrection), ("images", (r, _) => r.Images),
        ("fp32Top1", (r, _) => r.Fp32Top1),
        ("top1", (r, _) => r.Top1), ("top5", (r, _) => r.Top5), ("degradation", (r, _) => r.Degradation),
        ("ciLow", (r, _) => r.DegradationLow), ("ciHigh", (r, _) => r.DegradationHigh),
        ("agreement", (r, _) => r.Agreement), ("sqnrDb", (r, _) => r.SqnrDb), ("beyondDb", (r, _) => r.BeyondDb),
        ("best", (r, v) => v.StandingOf(r) == Standing.Best),
        ("tied", (r, v) => v.StandingOf(r) == Standing.Tied), ("implausible", (r, v) => v.Implausible(r)),
        ("findings", (r, _) => r.Findings), ("floatLayers", (r, _) => r.FloatLayers),
        ("bytes", (r, _) => r.WeightBytes > 0 ? r.WeightBytes : null), ("exportSha256", (r, _) => r.ExportSha256),
        ("sweep", (r, _) => r.Sweep),
        ("measured", (r, _) => r.Measured?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)),
        ("key", (r, _) => r.Key),
    ];

    /// <summary>The names of the columns, in order.</summary>
    public static IReadOnlyList<string> Columns { get; } = [.. Fields.Select(f => f.Name)];

    /// <summary>Rows of a leaderboard, in their order.</summary>
    public static string Of(IEnumerable<LeaderboardRow> rows, Verdicts verdicts) =>
        TextFormats.Csv(new ReportTable(
            [.. Columns.Select(c => new ReportColumn(c))], [.. rows.Select(r => Texts(r, verdicts))]));

    /// <summary>The cells of a sweep, failed ones included: the columns of a row, and <c>status</c> and <c>error</c> behind
    /// them.</summary>
    public static string OfCells(IEnumerable<CellResult> cells, IReadOnlyList<LeaderboardRow> rows, Verdicts verdicts)
    {
        // Two entries of a catalogue may be the same file, and then have the same keys.
        var byKey = rows.DistinctBy(r => (r.Model, r.Key)).ToDictionary(r => (r.Model, r.Key));
        return TextFormats.Csv(new ReportTable(
            [.. Columns.Append("status").Append("error").Select(c => new ReportColumn(c))],
            [.. cells.Select(cell =>
            {
                var texts = cell.Measurement is { } m && byKey.TryGetValue((cell.Model, m.Key), out var row)
                    ? Texts(row, verdicts)
                    : Unmeasured(cell);
                return (string[])[.. texts, cell.Status.ToString().ToLowerInvariant(), Text(cell.Error)];
            })]));
    }

    private static string[] Texts(LeaderboardRow row, Verdicts verdicts) => [.. Fields.Select(f => Text(f.Value(row, verdicts)))];

    private static string[] Unmeasured(CellResult cell)
    {
        var row = SweepRows.One(cell);
        var known = Columns.Take(Columns.ToList().IndexOf("images")).ToHashSet(StringComparer.Ordinal);
        return [.. Fields.Select(f => known.Contains(f.Name) ? Text(f.Value(row, new Verdicts([]))) : "")];
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        bool yes => yes ? "true" : "false",
        float number => float.IsFinite(number) ? number.ToString("0.####", CultureInfo.InvariantCulture) : "",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        // A spreadsheet computes what begins like a formula.
        string text when text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' => $"'{text}",
        _ => value.ToString()!,
    };
}
