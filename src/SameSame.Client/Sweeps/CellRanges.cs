using SameSame.Contracts.Recipes;
using SameSame.Contracts.Results;
using SameSame.Contracts.Sweeps;
using SameSame.Reporting;

namespace SameSame.Client.Sweeps;

/// <summary>Collects what a report shows of channel ranges, one small answer a model and method.</summary>
internal static class CellRanges
{
    /// <summary>The figures, those that cannot be made with the reason.</summary>
    public static async Task<IReadOnlyList<RangeFigure>> ReadAsync(IGrainFactory grains, string sweep, IReadOnlyList<CellResult> cells, CancellationToken cancellation)
    {
        var spec = await Patience.CallAsync(grains.GetGrain<ISweepGrain>(sweep).GetSpecAsync, cancellation).ConfigureAwait(false);
        var figures = new List<RangeFigure>();
        string? unreachable = null;
        foreach (var cell in spec is null ? [] : RangeSelection.Wanted(cells))
        {
            try
            {
                figures.Add(unreachable is null ? await ReadAsync(grains, spec!, cell, cancellation).ConfigureAwait(false) : Missing(cell, unreachable));
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                // Waited for once: a cluster without an equalizer still has a report.
                unreachable = $"no equalizer silo answers ({e.Message.ReplaceLineEndings(" ")})";
                figures.Add(Missing(cell, unreachable));
            }
        }

        return figures;
    }

    private static async Task<RangeFigure> ReadAsync(IGrainFactory grains, SweepSpec spec, CellResult cell, CancellationToken cancellation)
    {
        if (CellRecipe.Of(spec, cell) is not { } recipe)
            return Missing(cell, "an earlier version measured it and did not note its statistics; 'sweep run --force' measures again");
        var grain = grains.GetGrain<ICellRecipeGrain>(cell.Measurement!.Key);
        RangesAnswer? answer = null;
        while (answer is null)
            answer = await Patience.CallAsync(() => grain.RangesAsync(recipe), cancellation).ConfigureAwait(false);
        return new RangeFigure(cell.Model, cell.Method, cell.Scheme, answer.Spreads, answer.Error);
    }

    private static RangeFigure Missing(CellResult cell, string reason) => new(cell.Model, cell.Method, cell.Scheme, [], reason);
}
