namespace SameSame.Quantization.Metrics;

/// <summary>The sampling error of a proportion.</summary>
public static class Binomial
{
    /// <summary>Half the width of the normal 95 % interval of a proportion, in percentage points.</summary>
    /// <param name="percent">The proportion, 0 to 100.</param>
    /// <param name="count">Number of trials.</param>
    public static double HalfWidth95(double percent, int count) => 1.959963984540054 * Math.Sqrt(percent * (100 - percent) / count);
}
