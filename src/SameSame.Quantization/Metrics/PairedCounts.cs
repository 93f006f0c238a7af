namespace SameSame.Quantization.Metrics;

/// <summary>On how many images two networks disagree about being right.</summary>
/// <param name="Lost">The baseline is right, the network wrong.</param>
/// <param name="Gained">The network is right, the baseline wrong.</param>
public readonly record struct PairedCounts(int Lost, int Gained)
{
    /// <summary>Counts image by image.</summary>
    /// <exception cref="ArgumentException">The two hold different numbers of images.</exception>
    public static PairedCounts Between(ImageBitset baseline, ImageBitset network)
    {
        if (baseline.Count != network.Count)
            throw new ArgumentException($"cannot pair {baseline.Count} images with {network.Count}");
        int lost = 0, gained = 0;
        for (var i = 0; i < baseline.Count; i++)
        {
            lost += baseline[i] && !network[i] ? 1 : 0;
            gained += !baseline[i] && network[i] ? 1 : 0;
        }

        return new PairedCounts(lost, gained);
    }
}
