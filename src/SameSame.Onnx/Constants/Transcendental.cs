namespace SameSame.Onnx.Constants;

/// <summary>
/// Functions that .NET takes from the machine's C library, whose last bits differ between machines. Here they are made of the
/// operations that IEEE 754 defines to the last bit, so that a model's constants are the same everywhere; they are good to well
/// below float32's precision.
/// </summary>
internal static class Transcendental
{
    // ln 2 in two parts: multiples of the first are exact.
    private const double Ln2High = 6.93147180369123816490e-01, Ln2Low = 1.90821492927058770002e-10;

    /// <summary>e to the power of <paramref name="x"/>.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x) || x > 710)
            return x > 710 ? double.PositiveInfinity : x;
        if (x < -746)
            return 0;
        var halvings = Math.Round(x / Ln2High);
        var rest = x - halvings * Ln2High - halvings * Ln2Low;
        return Math.ScaleB(1 + SmallExpM1(rest), (int)halvings);
    }

    /// <summary>The natural logarithm.</summary>
    public static double Log(double x)
    {
        if (!(x > 0) || double.IsPositiveInfinity(x))
            return x == 0 ? double.NegativeInfinity : x < 0 ? double.NaN : x;
        var exponent = Math.ILogB(x);
        var mantissa = Math.ScaleB(x, -exponent);
        if (mantissa > 1.4142135623730951)
        {
            mantissa /= 2;
            exponent++;
        }

        // log m = 2 artanh((m - 1) / (m + 1)), whose argument is below 0.172.
        var s = (mantissa - 1) / (mantissa + 1);
        var series = 0.0;
        for (var k = 23; k >= 1; k -= 2)
            series = series * s * s + 1.0 / k;
        return exponent * Ln2High + (2 * s * series + exponent * Ln2Low);
    }

    /// <summary><paramref name="x"/> to the power of <paramref name="y"/>.</summary>
    public static double Pow(double x, double y)
    {
        if (y == 0 || x == 1)
            return 1;
        if (double.IsNaN(x) || double.IsNaN(y))
            return double.NaN;
        var whole = y == Math.Floor(y);
        if (whole && Math.Abs(y) <= 1024)
            return y < 0 ? 1 / Power(x, (int)-y) : Power(x, (int)y);
        if (y == 0.5 && double.IsFinite(x))
            return Math.Sqrt(x);
        if (x < 0 && !whole && double.IsFinite(x))
            return double.NaN;
        var size = x == -1 && double.IsInfinity(y) ? 1 : Exp(y * Log(Math.Abs(x)));
        return x < 0 && whole && Math.Abs(Math.IEEERemainder(y, 2)) == 1 ? -size : size;
    }

    /// <summary>The logistic function.</summary>
    public static double Sigmoid(double x) => x < 0 ? Exp(x) is var e ? e / (1 + e) : 0 : 1 / (1 + Exp(-x));

    /// <summary>The hyperbolic tangent.</summary>
    public static double Tanh(double x)
    {
        if (double.IsNaN(x) || Math.Abs(x) > 20)
            return double.IsNaN(x) ? x : Math.Sign(x);
        // Near zero the difference from 1 would lose its digits.
        var t = Math.Abs(x) < 0.15 ? SmallExpM1(2 * x) : Exp(2 * x) - 1;
        return t / (t + 2);
    }

    /// <summary>The error function.</summary>
    public static double Erf(double x)
    {
        if (double.IsNaN(x) || Math.Abs(x) > 6)
            return double.IsNaN(x) ? x : Math.Sign(x);
        // 2 / sqrt(pi) exp(-x^2) times the sum of 2^n x^(2n + 1) / (1 3 5 ...): all of one sign, so nothing cancels (Abramowitz
        // and Stegun 7.1.6).
        double term = x, sum = x;
        for (var n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Exp(-x * x) * sum;
    }

    // e^x - 1 for |x| up to ln 2 / 2.
    private static double SmallExpM1(double x)
    {
        var sum = 0.0;
        for (var k = 15; k >= 2; k--)
            sum = (1 + sum) * x / k;
        return x * (1 + sum);
    }

    private static double Power(double x, int exponent)
    {
        var power = 1.0;
        for (; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) == 1)
                power *= x;
            x *= x;
        }

        return power;
    }
}
