using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Quantization.Schemes;
using SameSame.Reporting;

namespace SameSame.Client.Sweeps;

/// <summary>What a sweep prints at its end: the table, the failures with their reasons, one line of counts.</summary>
internal static class SweepSummary
{
    public static void Write(ClientConsole console, SweepStatus status, IReadOnlyList<CellResult> cells)
    {
        var measured = cells.Where(c => c.Measurement is not null).ToList();
        var (rows, verdicts) = (SweepRows.Of(measured), SweepRows.Judge(measured));
        if (measured.Count > 0)
            console.Write(LeaderboardTable.Of(Ranking.Sort(rows), verdicts));
        foreach (var legend in LeaderboardTable.Legends(rows, verdicts))
            console.Say(legend);
        WriteMarks(console, measured, rows, verdicts);
        foreach (var group in measured.GroupBy(c => (c.Model, Images: c.Measurement!.SkippedImages, Calibration: c.Measurement.SkippedCalibrationImages)).Where(g => g.Key.Images + g.Key.Calibration > 0))
            console.Say($"left out: {group.Key.Model}, {group.Count()} cells: {group.Key.Images} images and {group.Key.Calibration} calibration images that do not decode");
        foreach (var group in measured.Where(c => c.Measurement!.Findings is not null).GroupBy(c => (c.Model, c.Measurement!.Findings)))
            console.Say($"doubtful: {group.Key.Model}, {group.Count()} cells: {group.Key.Findings}");
        foreach (var group in cells.Where(c => c.Status == CellStatus.Failed).GroupBy(c => (c.Model, c.Error)))
            console.Say($"failed: {group.Key.Model}, {group.Count()} cells: {group.Key.Error}");
        WriteCounts(console, status);
    }

    // What stands against a row has to be read where the row is, not only in the JSON.
    private static void WriteMarks(ClientConsole console, List<CellResult> measured, IReadOnlyList<LeaderboardRow> rows, Verdicts verdicts)
    {
        foreach (var (cell, row) in measured.Zip(rows))
        {
            if (cell.Measurement!.Implausible is { } reason)
                console.Say($"implausible: {cell.Model} {cell.Scheme.Bits} {cell.Scheme.Granularity.Name()} {cell.Method}: {reason}");
            else if (verdicts.Implausible(row) is { } neighbour)
                console.Say($"implausible: {neighbour}");
        }

        foreach (var group in measured.Where(c => c.Measurement!.FloatParts is not null).GroupBy(c => (c.Model, c.Measurement!.FloatParts)))
            console.Say($"in floating point: {group.Key.Model}, {group.Count()} cells: {group.Key.FloatParts}");
    }

    /// <summary>The last line about a sweep that has ended.</summary>
    public static void WriteEnd(ClientConsole console, SweepStatus status) =>
        console.Say($"sweep {status.Id} is {SweepOverview.StateOf(status, nobodyWorks: false)}: {Counts(status)}");

    /// <summary>The line of counts.</summary>
    public static void WriteCounts(ClientConsole console, SweepStatus status) =>
        console.Say($"sweep {status.Id}: {Counts(status)}");

    private static string Counts(SweepStatus status)
    {
        var counts = status.Cells;
        var left = counts.Total - counts.Done;
        return $"{counts.Total} cells: {counts.Completed} measured, {counts.Reused} reused, {counts.Failed} failed"
            + (left > 0 ? $", {left} {(status.State == SweepState.Cancelled ? "cancelled" : "outstanding")}" : "")
            + (status.State == SweepState.Paused ? ", paused" : "")
            + (status.Uncounted > 0 ? $"; {status.Uncounted} models are not counted yet, ask again" : "")
            + (counts.Reused == counts.Total && counts.Total > 0 ? "; nothing was measured again" : "");
    }
}
