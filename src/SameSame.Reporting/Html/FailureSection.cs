using SameSame.Contracts.Results;

namespace SameSame.Reporting.Html;

/// <summary>Cells that were given up, with the reasons.</summary>
internal static class FailureSection
{
    public static string Render(ReportData data) => ReasonList.Render(
        data.Cells.Where(c => c.Status == CellStatus.Failed)
            .Select(c => new Reason(c.Model, $"{c.Scheme.Bits} {c.Method}", c.Error ?? "no reason is known")));
}
