using SameSame.Quantization.Schemes;

namespace SameSame.Quantization.Statistics;

/// <summary>A rule that turns a tensor's calibration statistics, factors already applied, into the range its quantizer covers.</summary>
public interface ICalibrator
{
    /// <summary>The stable name in specs and keys.</summary>
    string Name { get; }

    /// <summary>The real range to cover with <paramref name="bits"/> bits.</summary>
    ValueRange Range(ChannelStatistics statistics, int bits);
}
