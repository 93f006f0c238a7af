namespace SameSame.Reporting.Html;

/// <summary>A linear axis whose ends and ticks are round numbers (Heckbert, "Nice Numbers for Graph Labels", Graphics Gems 1990) and that holds 0.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end, above <paramref name="Low"/>.</param>
/// <param name="Step">Distance of ticks.</param>
internal readonly record struct Axis(double Low, double High, double Step)
{
    /// <summary>The ticks, from low to high.</summary>
    public IEnumerable<double> Ticks
    {
        get
        {
            for (var n = Math.Round(Low / Step); n * Step <= High + Step / 2; n++)
                yield return n * Step;
        }
    }

    /// <summary>An axis with about five ticks over the values.</summary>
    public static Axis Over(IEnumerable<double> values)
    {
        double low = 0, high = 0;
        foreach (var value in values)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        var step = Nice(Math.Max(high - low, 1) / 5);
        return new Axis(Math.Floor(low / step) * step, Math.Max(Math.Ceiling(high / step), 1) * step, step);
    }

    /// <summary>The round number at or above a value.</summary>
    public static double Nice(double value)
    {
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return (value / magnitude) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 } * magnitude;
    }
}
