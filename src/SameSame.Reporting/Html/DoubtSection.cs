using SameSame.Contracts.Results;
using static SameSame.Reporting.Html.Markup;

namespace SameSame.Reporting.Html;

/// <summary>Which figures cannot be right, which rest on a doubtful FP32 run, and what stays in floating point.</summary>
internal static class DoubtSection
{
    public static string Render(ReportData data) =>
        Part("Implausible", data.Rows.Where(r => data.Verdicts.Implausible(r) is not null)
            .Select(r => Implausible(r, data.Verdicts.Implausible(r)!)))
        + Part("Doubtful", data.Measured.Where(c => c.Measurement!.Findings is not null)
            .Select(c => new Reason(c.Model, "", c.Measurement!.Findings!)))
        + Part("In floating point", data.Measured.Where(c => c.Measurement!.FloatParts is not null)
            .Select(c => new Reason(c.Model, c.Scheme.Bits.ToString(), c.Measurement!.FloatParts!)));

    private static string Part(string title, IEnumerable<Reason> reasons) =>
        ReasonList.Render(reasons) is { Length: > 0 } list ? $"<h3>{Escape(title)}</h3>\n{list}" : "";

    // The reason begins with the cell, for lists of rows of all kinds.
    private static Reason Implausible(LeaderboardRow row, string reason)
    {
        var cell = $"{row.WeightBits}/{row.ActivationBits} {row.Granularity} {row.Method}";
        var start = $"{row.Model} {cell}: ";
        return new Reason(row.Model, cell, reason.StartsWith(start, StringComparison.Ordinal) ? reason[start.Length..] : reason);
    }
}
