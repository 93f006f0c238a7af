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
        var dataset = await DatasetAsync(grains, cells, cancellation).ConfigureAwait(false);
        Directory.CreateDirectory(folder);
        var page = Path.GetFullPath(Path.Combine(folder, "index.html"));
        await File.WriteAllTextAsync(page, HtmlReport.Render(status, cells, ranges, dataset), cancellation).ConfigureAwait(false);
        await File.WriteAllTextAsync(Path.Combine(folder, "results.csv"), ResultCsv.OfCells(cells, SweepRows.Of(cells), SweepRows.Judge(cells)), cancellation).ConfigureAwait(false);
        return page;
    }

    // Cells do not know it; the row that one of them published does.
    private static async Task<string?> DatasetAsync(IGrainFactory grains, IReadOnlyList<CellResult> cells, CancellationToken cancellation)
    {
        if (cells.FirstOrDefault(c => c.Measurement is not null) is not { } cell)
            return null;
        var partition = grains.GetGrain<ILeaderboardGrain>(ILeaderboardGrain.PartitionOf(cell.Model));
        var rows = await Patience.CallAsync(partition.ListAsync, cancellation).ConfigureAwait(false);
        return Array.Find(rows, r => r.Key == cell.Measurement!.Key) is not { } row ? null
            : row.DatasetDigest.Length == 0 ? row.Dataset : $"{row.Dataset} (images {row.DatasetDigest})";
    }
}
