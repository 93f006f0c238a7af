using SameSame.Client.Files;
using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Hosting.Access;
using SameSame.Reporting;
using SameSame.Reporting.Html;

namespace SameSame.Client.Sweeps;

/// <summary>Writes a sweep's report: <c>index.html</c> with charts and tables, <c>results.csv</c> for spreadsheets.</summary>
internal static class ReportFolder
{
    /// <summary>Writes both files and returns the page's full path.</summary>
    public static async Task<string> WriteAsync(IGrainFactory grains, string folder, SweepStatus status, IReadOnlyList<CellResult> cells, CancellationToken cancellation)
    {
        var ranges = await CellRanges.ReadAsync(grains, status.Id, cells, cancellation).ConfigureAwait(false);
        var page = Path.GetFullPath(Path.Combine(folder, "index.html"));
        await OutputFile.WriteAsync(page, HtmlReport.Render(status, cells, ranges, DatasetOf(cells)), cancellation).ConfigureAwait(false);
        var csv = ResultCsv.OfCells(cells, SweepRows.Of(cells), SweepRows.Judge(cells));
        await OutputFile.WriteAsync(Path.Combine(folder, "results.csv"), csv, cancellation).ConfigureAwait(false);
        return page;
    }

    private static string? DatasetOf(IEnumerable<CellResult> cells) => cells.FirstOrDefault(c => c.Dataset.Length > 0) is { } cell
        ? $"{cell.Dataset} (images {cell.DatasetDigest})"
        : null;
}
