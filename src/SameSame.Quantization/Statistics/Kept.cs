namespace SameSame.Quantization.Statistics;

/// <summary>
/// What is kept of a stream of calibration images: each costs time for every value, histograms more than all else together. Calibrators, bias corrections and methods say what
/// they need; what more is kept changes nothing for those that need less.
/// </summary>
[Flags]
public enum Kept
{
    /// <summary>Least, greatest, mean and mean square of each channel.</summary>
    Moments = 1,

    /// <summary>A histogram of each channel, 2 KB a channel; comes with the moments.</summary>
    Histograms = 2 | Moments,
}
