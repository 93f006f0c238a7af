using SameSame.Quantization.Schemes;

namespace SameSame.Quantization.Statistics;

/// <summary>A rule that turns a tensor's calibration statistics, factors already applied, or a layer's weights into the range that is covered.</summary>
public interface ICalibrator
{
    /// <summary>The stable name in specs and keys.</summary>
    string Name { get; }

    /// <summary>What it reads of a tensor's statistics.</summary>
    Kept Needs { get; }

    /// <summary>The real range to cover with <paramref name="bits"/> bits.</summary>
    ValueRange Range(ChannelStatistics statistics, int bits);

    /// <summary>The greatest magnitude that a symmetric grid of <paramref name="bits"/> bits covers for these weights: a layer's, or one output channel's.</summary>
    double WeightLimit(ReadOnlySpan<float> weights, int bits);
}
