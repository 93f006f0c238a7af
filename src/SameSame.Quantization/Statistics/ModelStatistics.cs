namespace SameSame.Quantization.Statistics;

/// <summary>The result of one calibration pass over a network whose BatchNorm is folded.</summary>
/// <param name="Images">How many calibration images were seen.</param>
/// <param name="Tensors">Per quantized tensor, by its name in the folded graph.</param>
/// <param name="TapMeans">
/// Per linear layer, by its name: <c>E[x]</c> of the input value that each kernel tap meets, <c>[input channels, taps]</c> row-major,
/// the mean over images and output positions with zero where a tap lies in the padding.
/// </param>
public sealed record ModelStatistics(
    int Images,
    IReadOnlyDictionary<string, ChannelStatistics> Tensors,
    IReadOnlyDictionary<string, double[]> TapMeans);
