using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;

namespace SameSame.Reporting.Html;

/// <summary>What the sections of a report are made from.</summary>
internal sealed class ReportData
{
    public ReportData(SweepStatus status, IReadOnlyList<CellResult> cells, string? dataset)
    {
        (Status, Cells, Dataset) = (status, cells, dataset);
        Measured = [.. cells.Where(c => c.Measurement is not null)];
        Methods = [.. cells.Select(c => c.Method).Distinct()];
        Rows = SweepRows.Of(Measured);
        Verdicts = SweepRows.Judge(Measured);
        Models = [.. Measured.Select(c => c.Model).Distinct().Order(StringComparer.Ordinal)];
    }

    public SweepStatus Status { get; }

    public IReadOnlyList<CellResult> Cells { get; }

    /// <summary>The dataset's name; null where it is not known.</summary>
    public string? Dataset { get; }

    public IReadOnlyList<CellResult> Measured { get; }

    /// <summary>In the order that gives them their colours.</summary>
    public IReadOnlyList<string> Methods { get; }

    public IReadOnlyList<LeaderboardRow> Rows { get; }

    public Verdicts Verdicts { get; }

    /// <summary>Measured models by name.</summary>
    public IReadOnlyList<string> Models { get; }

    /// <summary>Whether there are too many models for one figure.</summary>
    public bool IsFleet => Models.Count > ModelGroups.Size;
}
