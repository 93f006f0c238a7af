using SameSame.Contracts.Recipes;
using SameSame.Quantization.Equalization;

namespace SameSame.Grains.Recipes;

/// <summary>Makes what recipes describe on this silo. Heavy: never on a grain's scheduler. Whatever is missing is an exception with a reason.</summary>
public interface ICellRecipeExecutor
{
    /// <summary>The spread of channel ranges before and after the recipe's factors.</summary>
    ChannelSpread[] Ranges(CellRecipe recipe);

    /// <summary>The file of the quantized network, byte for byte as it was measured.</summary>
    byte[] Rebuild(CellRecipe recipe);
}
