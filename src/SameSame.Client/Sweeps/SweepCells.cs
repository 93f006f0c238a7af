using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;

namespace SameSame.Client.Sweeps;

/// <summary>Collects the cells of a sweep, model by model.</summary>
internal static class SweepCells
{
    public static async Task<List<CellResult>> AllAsync(ISweepGrain sweep, SweepStatus status, CancellationToken cancellation)
    {
        var cells = new List<CellResult>();
        for (var model = 0; model < status.Models; model++)
            cells.AddRange(await sweep.GetCellsAsync(model).WaitAsync(cancellation).ConfigureAwait(false));
        return cells;
    }
}
