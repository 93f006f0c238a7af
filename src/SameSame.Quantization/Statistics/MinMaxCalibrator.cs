using System.Numerics.Tensors;
using SameSame.Quantization.Schemes;

namespace SameSame.Quantization.Statistics;

/// <summary>The whole range that the calibration images showed: nothing they contain is clipped.</summary>
public sealed class MinMaxCalibrator : ICalibrator
{
    /// <inheritdoc/>
    public string Name => "minmax";

    /// <inheritdoc/>
    public Kept Needs => Kept.Moments;

    /// <inheritdoc/>
    public ValueRange Range(ChannelStatistics statistics, int bits) => statistics.Range();

    /// <inheritdoc/>
    public double WeightLimit(ReadOnlySpan<float> weights, int bits) => MaxAbs(weights);

    internal static double MaxAbs(ReadOnlySpan<float> values) => values.IsEmpty ? 0 : Math.Abs((double)TensorPrimitives.MaxMagnitude(values));
}
