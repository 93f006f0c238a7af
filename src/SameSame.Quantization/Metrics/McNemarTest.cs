namespace SameSame.Quantization.Metrics;

/// <summary>
/// McNemar's test of two networks on the same images: could as many more images be right with one of them if each disagreement
/// fell either way by a fair coin? The mid-p form, which keeps its level on few images without giving up power (Fagerland,
/// Lydersen and Laake, BMC Medical Research Methodology 2013).
/// </summary>
public static class McNemarTest
{
    // Beyond it the normal tail differs by less than the third digit of p.
    private const int Exact = 2000;

    /// <summary>The two-sided p-value; 1 where no image tells the two apart.</summary>
    /// <param name="lost">Images that only the first is right on.</param>
    /// <param name="gained">Images that only the second is right on.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static double PValue(int lost, int gained)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lost);
        ArgumentOutOfRangeException.ThrowIfNegative(gained);
        var (n, fewer) = (lost + gained, Math.Min(lost, gained));
        if (n == 0)
            return 1;
        return n > Exact ? NormalTest.TwoSided((lost - gained) / Math.Sqrt(n)) : Math.Min(1, MidP(n, fewer));
    }

    // In logarithms: the end of the distribution is too small for a double.
    private static double MidP(int n, int fewer)
    {
        double log = -n * Math.Log(2), below = 0;
        for (var k = 0; k < fewer; k++)
        {
            below += Math.Exp(log);
            log += Math.Log((double)(n - k) / (k + 1));
        }

        return 2 * (below + Math.Exp(log) / 2);
    }
}
