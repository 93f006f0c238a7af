namespace SameSame.Quantization.Equalization;

/// <summary>What the channels of a <see cref="ChannelSpread"/> are.</summary>
public enum ChannelKind
{
    /// <summary>Output channels of a layer: <c>max|W|</c> of each row.</summary>
    Weights,

    /// <summary>Channels of an activation tensor: the greatest calibrated <c>|A|</c> of each.</summary>
    Activations,
}

/// <summary>The spread of per-channel ranges of one layer or tensor, with all factors 1 and with a method's factors.</summary>
/// <param name="Name">The layer or the tensor.</param>
/// <param name="Kind">Weights or activations.</param>
/// <param name="Channels">All its channels.</param>
/// <param name="Live">Those that count: at factor 1 their range is at least <see cref="LiveChannels.Threshold"/> of the greatest.</param>
/// <param name="Before">With factors 1.</param>
/// <param name="After">With the method's factors.</param>
public sealed record ChannelSpread(string Name, ChannelKind Kind, int Channels, int Live, RangeQuantiles Before, RangeQuantiles After);
