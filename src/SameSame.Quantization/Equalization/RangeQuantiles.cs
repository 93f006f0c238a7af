namespace SameSame.Quantization.Equalization;

/// <summary>How the channels of one layer or tensor are spread over the range they share: quantiles of channel range / greatest channel range, in [0, 1].</summary>
/// <param name="P10">Nine channels in ten use at least this share.</param>
/// <param name="P25">Lower quartile.</param>
/// <param name="Median">Half of the channels use at least this share.</param>
/// <param name="P75">Upper quartile.</param>
/// <param name="P90">One channel in ten uses at least this share.</param>
public readonly record struct RangeQuantiles(double P10, double P25, double Median, double P75, double P90)
{
    /// <summary>The quantiles of some shares, linear between neighbours; all 0 where there are none. Sorts <paramref name="shares"/>.</summary>
    public static RangeQuantiles Of(double[] shares)
    {
        Array.Sort(shares);
        return shares.Length == 0 ? default : new(At(shares, 0.1), At(shares, 0.25), At(shares, 0.5), At(shares, 0.75), At(shares, 0.9));
    }

    private static double At(double[] sorted, double level)
    {
        var position = level * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
