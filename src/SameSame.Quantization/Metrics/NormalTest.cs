namespace SameSame.Quantization.Metrics;

/// <summary>P-values of the standard normal distribution.</summary>
public static class NormalTest
{
    /// <summary>
    /// The share of the distribution that lies at least <paramref name="z"/> from 0 on either side. Abramowitz and Stegun,
    /// Handbook of Mathematical Functions, 7.1.26: absolute error below 1.5e-7.
    /// </summary>
    public static double TwoSided(double z)
    {
        var x = Math.Abs(z) / Math.Sqrt(2);
        var t = 1 / (1 + 0.3275911 * x);
        var polynomial = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
        return Math.Clamp(polynomial * Math.Exp(-x * x), 0, 1);
    }
}
