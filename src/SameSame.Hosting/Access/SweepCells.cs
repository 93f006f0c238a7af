using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Evaluation.Configuration;

namespace SameSame.Hosting.Access;

/// <summary>Collects the cells of a sweep, model by model.</summary>
public static class SweepCells
{
    private const int IdleCalls = 10;

    /// <summary>A sweep's status and cells.</summary>
    /// <exception cref="SpecException">There is no such sweep.</exception>
    public static async Task<(SweepStatus Status, List<CellResult> Cells)> ReadAsync(
        IGrainFactory grains, string id, CancellationToken cancellation)
    {
        var sweep = grains.GetGrain<ISweepGrain>(id);
        var status = await Patience.CallAsync(sweep.GetStatusAsync, cancellation).ConfigureAwait(false);
        if (status.State == SweepState.Unknown)
            throw Missing(id);
        return (status, await AllAsync(sweep, status, cancellation).ConfigureAwait(false));
    }

    /// <summary>A sweep's status once all its models are counted; one that nobody works on counts some with each call.</summary>
    public static async Task<SweepStatus> CountedAsync(ISweepGrain sweep, CancellationToken cancellation)
    {
        var status = await Patience.CallAsync(sweep.GetStatusAsync, cancellation).ConfigureAwait(false);
        // A call waits some seconds for models whose files are being read; those that take longer are left out, and named by
        // the summary.
        for (var idle = 0; status.Uncounted > 0 && idle < IdleCalls;)
        {
            var before = status.Uncounted;
            status = await Patience.CallAsync(sweep.GetStatusAsync, cancellation).ConfigureAwait(false);
            idle = status.Uncounted < before ? 0 : idle + 1;
        }

        return status;
    }

    /// <summary>All cells, model by model.</summary>
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

    /// <summary>What to say of a sweep that there is not.</summary>
    public static MissingException Missing(string id) => new($"no sweep '{id}'; 'samesame sweep list' shows what there is");
}
