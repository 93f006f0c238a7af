using static SameSame.Reporting.Html.Markup;

namespace SameSame.Reporting.Html;

/// <summary>What was measured, on what, and how far it came.</summary>
internal static class SummarySection
{
    public static string Render(ReportData data)
    {
        var (status, counts) = (data.Status, data.Status.Cells);
        var images = data.Measured.Select(c => c.Measurement!.Images).Distinct().ToList();
        var on = images.Count == 1 ? FormattableString.Invariant($", {images[0]} images each") : "";
        var dataset = data.Dataset is { } name ? $" Dataset: {name}." : "";
        var text = FormattableString.Invariant(
            $"{status.Models} models, {counts.Total} cells{on}: {counts.Completed} measured, {counts.Reused} reused, ")
            + FormattableString.Invariant($"{counts.Failed} failed.{dataset} Started {status.Started:yyyy-MM-dd HH:mm} UTC.");
        var folded = data.IsFleet ? Small("Figures of many models fold. What is open is printed.") : "";
        return $"<p>{Escape(text)}</p>\n{folded}";
    }

    public static string Environment(ReportData data) => Small(string.Join("; ", data.Measured
        .Select(c => c.Measurement!).Select(m => $"ONNX Runtime {m.OnnxRuntime}, {m.Provider}, {m.Environment}").Distinct()));
}
