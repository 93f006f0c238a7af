using Orleans.Placement;
using SameSame.Contracts.Artifacts;
using SameSame.Contracts.Recipes;
using SameSame.Grains.Equalization;
using SameSame.Grains.Placement;

namespace SameSame.Grains.Recipes;

/// <inheritdoc cref="ICellRecipeGrain"/>
[RandomPlacement, RequiresRole(SiloRoles.Equalizer), CollectionAgeLimit(Minutes = 2)]
public sealed class CellRecipeGrain(ICellRecipeExecutor executor, EqualizerSlots slots) : Grain, ICellRecipeGrain
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private CellRecipe? _recipe;
    private Task<RangesAnswer>? _ranges;
    private Task<Built>? _model;

    /// <inheritdoc/>
    public async Task<RangesAnswer?> RangesAsync(CellRecipe recipe)
    {
        Adopt(recipe);
        var answer = await AskAsync(_ranges ??= slots.RunAsync(() => Ranges(recipe)));
        if (answer?.Error is not null)
            _ranges = null;
        return answer;
    }

    /// <inheritdoc/>
    public async Task<FileChunk?> ReadModelAsync(CellRecipe recipe, long offset)
    {
        Adopt(recipe);
        var built = await AskAsync(_model ??= slots.RunAsync(() => Build(recipe)));
        if (built?.Error is not { } error)
            return built is null ? null : FileChunk.Of(built.Bytes, offset);
        _model = null;
        return FileChunk.Missing(error);
    }

    private Built Build(CellRecipe recipe)
    {
        try
        {
            return new Built(executor.Rebuild(recipe), null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new Built([], Line(e));
        }
    }

    private RangesAnswer Ranges(CellRecipe recipe)
    {
        try
        {
            return new RangesAnswer(executor.Ranges(recipe), null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new RangesAnswer([], Line(e));
        }
    }

    private static async Task<T?> AskAsync<T>(Task<T> work) where T : class => await Task.WhenAny(work, Task.Delay(Patience)) == work ? await work : null;

    // A cell that was measured again has another recipe under the same key.
    private void Adopt(CellRecipe recipe)
    {
        if (_recipe != recipe)
            (_recipe, _ranges, _model) = (recipe, null, null);
    }

    private static string Line(Exception e) => e.Message.ReplaceLineEndings(" ");

    private sealed record Built(byte[] Bytes, string? Error);
}
