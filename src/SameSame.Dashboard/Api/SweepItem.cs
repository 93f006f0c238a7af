using SameSame.Contracts.Sweeps;

namespace SameSame.Dashboard.Api;

/// <summary>A sweep at a glance.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State"><c>running</c>, <c>finished</c>, <c>failed</c>, <c>paused</c>, <c>cancelled</c> or
/// <c>removing</c>.</param>
/// <param name="Started">When it was last started.</param>
/// <param name="Models">Models in it.</param>
/// <param name="ModelsFinished">Models that are through.</param>
/// <param name="Cells">Cells in all.</param>
/// <param name="Measured">Cells measured in this sweep.</param>
/// <param name="Reused">Cells whose result there was.</param>
/// <param name="Failed">Cells given up.</param>
/// <param name="Queued">Work that waits for a device.</param>
/// <param name="Devices">Devices that could do its work, heard of lately.</param>
/// <param name="Error">Why it failed; null where it has not.</param>
public sealed record SweepItem(
    string Id, string State, DateTimeOffset Started, int Models, int ModelsFinished, int Cells, int Measured, int Reused,
    int Failed, int Queued, int Devices, string? Error)
{
    internal static SweepItem Of(SweepStatus s, PublicText text) => new(
        s.Id, s.State.ToString().ToLowerInvariant(), s.Started, s.Models, s.ModelsFinished, s.Cells.Total, s.Cells.Completed,
        s.Cells.Reused, s.Cells.Failed, s.Queued, s.Devices, s.Error is { } e ? text.Of(e) : null);
}
