namespace SameSame.Quantization.Metrics;

/// <summary>
/// The paired difference of two top-1 accuracies over the same images, in percentage points, with a 95 % interval. Only images on
/// which the two disagree carry information (McNemar 1947); with none, the interval is that of "no disagreement in n trials".
/// </summary>
/// <param name="Points"><c>100 (lost - gained) / n</c>: what the second network costs.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
public readonly record struct PairedDifference(double Points, double Low, double High)
{
    private const double Z95 = 1.959963984540054;

    /// <summary>Compares a baseline with a network, image by image.</summary>
    /// <remarks>
    /// Normal interval with Agresti and Min's adjustment (Statistics in Medicine 2005): half an image is added to each of the four cells of
    /// the paired table, so that the interval keeps its coverage, and a width, when few or no images disagree.
    /// </remarks>
    /// <exception cref="ArgumentException">The two hold different numbers of images.</exception>
    public static PairedDifference Between(ImageBitset baseline, ImageBitset network)
    {
        var (lost, gained) = PairedCounts.Between(baseline, network);
        return FromCounts(lost, gained, baseline.Count);
    }

    /// <summary>The same from the counts of disagreeing images.</summary>
    public static PairedDifference FromCounts(int lost, int gained, int images)
    {
        var points = 100.0 * (lost - gained) / images;
        double n = images + 2, b = lost + 0.5, c = gained + 0.5;
        var centre = (b - c) / n;
        var half = Z95 * Math.Sqrt(Math.Max(0, (b + c) / n - centre * centre) / n);
        return new PairedDifference(points, Math.Min(points, 100 * (centre - half)), Math.Max(points, 100 * (centre + half)));
    }
}
