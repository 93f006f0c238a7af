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
        foreach (var cell in spec is null ? [] : RangeSelection.Wanted(cells))
            figures.Add(await ReadAsync(grains, spec!, cell, cancellation).ConfigureAwait(false));
        return figures;
    }

    private static async Task<RangeFigure> ReadAsync(IGrainFactory grains, SweepSpec spec, CellResult cell, CancellationToken cancellation)
    {
        if (CellRecipe.Of(spec, cell) is not { } recipe)
            return new RangeFigure(cell.Model, cell.Method, cell.Scheme, [], "an earlier version measured it and did not note its statistics; 'sweep run --force' measures again");
        var grain = grains.GetGrain<ICellRecipeGrain>(cell.Measurement!.Key);
        RangesAnswer? answer = null;
        while (answer is null)
            answer = await Patience.CallAsync(() => grain.RangesAsync(recipe), cancellation).ConfigureAwait(false);
        return new RangeFigure(cell.Model, cell.Method, cell.Scheme, answer.Spreads, answer.Error);
    }
}
