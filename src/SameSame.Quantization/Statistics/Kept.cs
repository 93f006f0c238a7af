namespace SameSame.Quantization.Statistics;

/// <summary>What an accumulator keeps of a stream of images: each costs time for every value.</summary>
[Flags]
public enum Kept
{
    /// <summary>Least, greatest, mean and mean square of each channel.</summary>
    Moments = 1,

    /// <summary>A histogram of each channel, 2 KB a channel; comes with the moments.</summary>
    Histograms = 2 | Moments,
}
