namespace SameSame.Quantization.Statistics;

/// <summary>The calibrators there are. A new one is a class and a line here.</summary>
public static class Calibrators
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ICalibrator> All { get; } = [new MinMaxCalibrator(), new PercentileCalibrator(), new MseCalibrator(), new EntropyCalibrator()];

    /// <summary>The calibrator of that name.</summary>
    /// <exception cref="FormatException">There is none; the message suggests the nearest.</exception>
    public static ICalibrator Get(string name) =>
        All.FirstOrDefault(c => c.Name == name) ?? throw new FormatException(Suggestion.Unknown("calibrator", name, All.Select(c => c.Name)));
}
