using SameSame.Quantization.Statistics;

namespace SameSame.Quantization.Equalization;

/// <summary>A quantized activation tensor, as the methods see it.</summary>
/// <param name="Name">Its name in the folded graph.</param>
/// <param name="Classes">The channel class of each channel; class 0 is pinned to factor 1.</param>
/// <param name="AbsMax">Greatest calibrated magnitude of each channel at factor 1.</param>
public sealed record EqualizationTensor(string Name, int[] Classes, double[] AbsMax)
{
    /// <summary>What calibration saw of each channel at factor 1; null where only ranges are known.</summary>
    public ChannelStatistics? Statistics { get; init; }
}
