using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Evaluation.Configuration;

namespace SameSame.Client.Sweeps;

/// <summary>Collects the cells of a sweep, model by model.</summary>
internal static class SweepCells
{
    /// <summary>A sweep's status and cells.</summary>
    /// <exception cref="SpecException">There is no such sweep.</exception>
    public static async Task<(SweepStatus Status, List<CellResult> Cells)> ReadAsync(IGrainFactory grains, string id, CancellationToken cancellation)
    {
        var sweep = grains.GetGrain<ISweepGrain>(id);
        var status = await Patience.CallAsync(sweep.GetStatusAsync, cancellation).ConfigureAwait(false);
        if (status.State == SweepState.Unknown)
            throw Missing(id);
        return (status, await AllAsync(sweep, status, cancellation).ConfigureAwait(false));
    }

    public static async Task<List<CellResult>> AllAsync(ISweepGrain sweep, SweepStatus status, CancellationToken cancellation)
    {
        var cells = new List<CellResult>();
        for (var model = 0; model < status.Models; model++)
        {
            var index = model;
            cells.AddRange(await Patience.CallAsync(() => sweep.GetCellsAsync(index), cancellation).ConfigureAwait(false));
        }

        return cells;
    }

    public static SpecException Missing(string id) => new($"no sweep '{id}'; 'samesame sweep list' shows what there is");
}
