using System.Globalization;
using System.Net;
using System.Text;
using System.Xml.Linq;
using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Quantization.Schemes;

namespace SameSame.Reporting.Html;

/// <summary>A sweep as one self-contained page: no script, nothing loaded from anywhere, so it works from a file and in an archive.</summary>
public static class HtmlReport
{
    /// <summary>Renders the page.</summary>
    /// <param name="status">The sweep.</param>
    /// <param name="cells">Its cells.</param>
    /// <param name="ranges">What methods do to channel ranges, the best method of each model first; null for a page without them.</param>
    public static string Render(SweepStatus status, IReadOnlyList<CellResult> cells, IReadOnlyList<RangeFigure>? ranges = null)
    {
        var measured = cells.Where(c => c.Measurement is not null).ToList();
        var methods = cells.Select(c => c.Method).Distinct().ToList();
        var rows = SweepRows.Of(measured);
        var verdicts = SweepRows.Judge(measured);
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.Append(CultureInfo.InvariantCulture, $"<title>{Escape(status.Id)}</title><style>{Style()}</style></head><body>\n");
        page.Append(CultureInfo.InvariantCulture, $"<h1>{Escape(status.Id)}</h1>\n<p>{Escape(Summary(status, measured))}</p>\n");
        if (measured.Count > 0)
        {
            page.Append("<h2>What each bit width costs</h2>\n");
            page.Append("<p>Top-1 lost against FP32 in percentage points, paired over the same images; lines are 95 % intervals. Lower is better, below zero is a gain.</p>\n");
            page.Append(Legend(methods));
            page.Append("<div class=\"panels\">");
            foreach (var scheme in measured.GroupBy(c => c.Scheme))
                page.Append(Panel(SchemeTitle(scheme.Key, cells), [.. scheme], methods));
            page.Append("</div>\n");
            page.Append("<h2>Best of each model and bit width</h2>\n").Append(HtmlTable.Render(LeaderboardTable.Of(Ranking.Best(rows, verdicts), verdicts)));
            page.Append("<h2>All cells</h2>\n").Append(HtmlTable.Render(LeaderboardTable.Of(Ranking.Sort(rows), verdicts)));
            page.Append(Marked(rows, verdicts, measured));
        }

        page.Append(RangeSection.Render(ranges ?? [])).Append(Failures(cells)).Append(Environment(measured)).Append("</body></html>\n");
        return page.ToString();
    }

    private static string Summary(SweepStatus status, List<CellResult> measured)
    {
        var images = measured.Select(c => c.Measurement!.Images).Distinct().ToList();
        var on = images.Count == 1 ? string.Create(CultureInfo.InvariantCulture, $", {images[0]} images each") : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{status.Models} models, {status.Cells.Total} cells{on}: {status.Cells.Completed} measured, {status.Cells.Reused} reused, {status.Cells.Failed} failed. Started {status.Started:yyyy-MM-dd HH:mm} UTC.");
    }

    // Only what differs between the sweep's schemes is worth a word.
    private static string SchemeTitle(QuantizationScheme scheme, IReadOnlyList<CellResult> cells)
    {
        var all = cells.Select(c => c.Scheme).Distinct().ToList();
        List<string> parts = [$"{scheme.Bits} (weights/activations)"];
        if (all.Any(s => s.Granularity != scheme.Granularity))
            parts.Add($"{scheme.Granularity.Name()} weights");
        if (all.Any(s => s.Calibrator != scheme.Calibrator))
            parts.Add($"{scheme.Calibrator} ranges");
        if (all.Any(s => s.BiasCorrection != scheme.BiasCorrection))
            parts.Add($"bias correction {scheme.BiasCorrection}");
        if (all.Any(s => s.AbsorbBiases != scheme.AbsorbBiases))
            parts.Add(scheme.AbsorbBiases ? "high biases absorbed" : "high biases left");
        return string.Join(", ", parts);
    }

    private static string Legend(List<string> methods)
    {
        var items = methods.Select((m, i) => $"<span><svg width=\"12\" height=\"12\"><rect width=\"12\" height=\"12\" class=\"s{i % 8}\"/></svg> {Escape(m)}</span>");
        return $"<p class=\"legend\">{string.Concat(items)}</p>\n";
    }

    private static string Panel(string title, List<CellResult> cells, List<string> methods) =>
        $"<figure><figcaption>{Escape(title)}</figcaption><div class=\"wide\">{DegradationChart.Draw(title, cells, methods).ToString(SaveOptions.DisableFormatting)}</div></figure>\n";

    private static string Marked(IReadOnlyList<LeaderboardRow> rows, Verdicts verdicts, List<CellResult> measured)
    {
        var legends = string.Concat(LeaderboardTable.Legends(rows, verdicts).Select(l => $"<p class=\"small\">{Escape(l)}</p>\n"));
        var lines = verdicts.Reasons.Concat(measured.Where(c => c.Measurement!.FloatParts is not null).Select(c => $"{c.Model} {c.Scheme.Bits}: {c.Measurement!.FloatParts}"))
            .Concat(measured.Where(c => c.Measurement!.Findings is not null).Select(c => $"{c.Model}, doubtful: {c.Measurement!.Findings}")).Distinct().ToList();
        return legends + (lines.Count == 0 ? "" : $"<ul>{string.Concat(lines.Select(l => $"<li>{Escape(l)}</li>"))}</ul>\n");
    }

    private static string Failures(IReadOnlyList<CellResult> cells)
    {
        var failed = cells.Where(c => c.Status == CellStatus.Failed).GroupBy(c => (c.Model, c.Error)).ToList();
        return failed.Count == 0
            ? ""
            : $"<h2>Failed</h2>\n<ul>{string.Concat(failed.Select(f => $"<li>{Escape(f.Key.Model)}, {f.Count()} cells: {Escape(f.Key.Error ?? "")}</li>"))}</ul>\n";
    }

    private static string Environment(List<CellResult> measured)
    {
        var where = measured.Select(c => $"ONNX Runtime {c.Measurement!.OnnxRuntime}, {c.Measurement.Provider}, {c.Measurement.Environment}").Distinct();
        return $"<p class=\"small\">{Escape(string.Join("; ", where))}</p>\n";
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static string Style() => StyleSheet.Read("charts.css") + StyleSheet.Read("report.css");
}
