namespace SameSame.Reporting.Html;

/// <summary>Seven steps of cost, the same on every heat map, so that two of them can be compared by eye.</summary>
public static class HeatScale
{
    private static readonly double[] Limits = [0.25, 0.5, 1, 2, 5, 20];

    /// <summary>Number of steps.</summary>
    public static int Steps => Limits.Length + 1;

    /// <summary>The step of a cost in points, 0 for the least.</summary>
    public static int Of(double points) => Limits.TakeWhile(l => points >= l).Count();

    /// <summary>What a step stands for.</summary>
    public static string Text(int step) => step == 0
        ? FormattableString.Invariant($"below {Limits[0]}")
        : step == Limits.Length
            ? FormattableString.Invariant($"{Limits[^1]} and more")
            : FormattableString.Invariant($"{Limits[step - 1]} to {Limits[step]}");
}
