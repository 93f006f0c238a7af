namespace SameSame.Quantization.Equalization;

/// <summary>Free channel classes that share their tensors, producers and consumers: the unit of parallel work.</summary>
/// <param name="Index">Position in the order of first producers.</param>
/// <param name="Classes">The classes, ascending.</param>
/// <param name="Tensors">Indices of the tensors they are channels of.</param>
/// <param name="Producers">Indices of the layers whose outputs they scale.</param>
/// <param name="Consumers">Indices of the layers whose inputs they scale.</param>
public sealed record EqualizationGroup(int Index, int[] Classes, int[] Tensors, int[] Producers, int[] Consumers);
