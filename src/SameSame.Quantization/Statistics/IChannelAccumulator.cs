namespace SameSame.Quantization.Statistics;

/// <summary>Takes a stream of images and keeps something about each channel; memory does not grow with images.</summary>
public interface IChannelAccumulator
{
    /// <summary>Adds images, row-major <c>[images, channels, positions]</c>.</summary>
    void Add(ReadOnlySpan<float> images);
}
