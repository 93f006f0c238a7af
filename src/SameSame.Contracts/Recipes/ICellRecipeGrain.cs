using SameSame.Contracts.Artifacts;
using SameSame.Quantization.Equalization;

namespace SameSame.Contracts.Recipes;

/// <summary>
/// Makes what a measured cell's recipe describes, where model files and artifacts are; key: the cell's key. Heavy work runs on a thread of its own and no call
/// waits for longer than about a second: null says to ask again. What cannot be made comes back as a reason.
/// </summary>
[Alias("samesame.ICellRecipeGrain")]
public interface ICellRecipeGrain : IGrainWithStringKey
{
    /// <summary>The spread of channel ranges with factors 1 and with the cell's. Quantiles only: some 150 bytes a layer, however many channels it has.</summary>
    [Alias("RangesAsync")] Task<RangesAnswer?> RangesAsync(CellRecipe recipe);

    /// <summary>The piece at <paramref name="offset"/> of the file of the cell's quantized network. Each call brings the recipe, so that whichever activation gets it can build.</summary>
    [Alias("ReadModelAsync")] Task<FileChunk?> ReadModelAsync(CellRecipe recipe, long offset);
}

/// <summary>The answer to <see cref="ICellRecipeGrain.RangesAsync"/>.</summary>
/// <param name="Spreads">Layers, then tensors, in graph order; empty where there is a reason.</param>
/// <param name="Error">Why there is none, in one line.</param>
[GenerateSerializer, Immutable, Alias("samesame.ranges-answer")]
public sealed record RangesAnswer([property: Id(0)] ChannelSpread[] Spreads, [property: Id(1)] string? Error);
