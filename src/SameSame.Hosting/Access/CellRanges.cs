using SameSame.Contracts.Recipes;
using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Reporting;

namespace SameSame.Hosting.Access;

/// <summary>Collects what a report shows of channel ranges, one small answer a model and method; two models at a time, each
/// method by method.</summary>
public static class CellRanges
{
    // As many as an equalizer keeps prepared: see CellRecipeExecutor.
    private static readonly ParallelOptions AtOnce = new() { MaxDegreeOfParallelism = 2 };

    /// <summary>The figures, those that cannot be made with the reason.</summary>
    public static async Task<IReadOnlyList<RangeFigure>> ReadAsync(
        IGrainFactory grains, string sweep, IReadOnlyList<CellResult> cells, CancellationToken cancellation)
    {
        var spec = await Patience.CallAsync(grains.GetGrain<ISweepGrain>(sweep).GetSpecAsync, cancellation).ConfigureAwait(false);
        var wanted = spec is null ? [] : RangeSelection.Wanted(cells).ToList();
        var figures = new RangeFigure[wanted.Count];
        string? unreachable = null;
        await Parallel.ForEachAsync(Enumerable.Range(0, wanted.Count).GroupBy(n => wanted[n].Model), AtOnce, async (model, _) =>
        {
            foreach (var n in model)
                figures[n] = await FigureAsync(wanted[n]).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return figures;

        async Task<RangeFigure> FigureAsync(CellResult cell)
        {
            try
            {
                return Volatile.Read(ref unreachable) is { } reason
                    ? Missing(cell, reason)
                    : await OneAsync(grains, spec!, cell, cancellation).ConfigureAwait(false);
            }
            catch (Exception) when (!cancellation.IsCancellationRequested)
            {
                // Waited for once: a cluster without an equalizer still has a report.
                Volatile.Write(ref unreachable, "no equalizer silo answers");
                return Missing(cell, unreachable!);
            }
        }
    }

    /// <summary>The figure of one cell, or why there is none.</summary>
    public static async Task<RangeFigure> OneAsync(
        IGrainFactory grains, SweepSpec spec, CellResult cell, CancellationToken cancellation)
    {
        if (CellRecipe.Of(spec, cell) is not { } recipe)
            return Missing(
                cell, "an earlier version measured it and did not note its statistics; 'sweep run --force' measures again");
        var grain = grains.GetGrain<ICellRecipeGrain>(cell.Measurement!.Key);
        RangesAnswer? answer = null;
        while (answer is null)
            answer = await Patience.CallAsync(() => grain.RangesAsync(recipe), cancellation).ConfigureAwait(false);
        return new RangeFigure(cell.Model, cell.Method, cell.Scheme, answer.Spreads, answer.Error);
    }

    private static RangeFigure Missing(CellResult cell, string reason) => new(cell.Model, cell.Method, cell.Scheme, [], reason);
}
