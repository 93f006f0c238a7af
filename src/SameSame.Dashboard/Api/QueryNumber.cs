using System.Globalization;
using SameSame.Evaluation.Configuration;

namespace SameSame.Dashboard.Api;

/// <summary>Numbers in the address of a page, where an empty field is none.</summary>
internal static class QueryNumber
{
    /// <exception cref="SpecException">It is no number.</exception>
    public static double? Double(string name, string? text) => string.IsNullOrWhiteSpace(text)
        ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new SpecException($"{name} '{text}': expected a number");

    /// <exception cref="SpecException">It is no whole number.</exception>
    public static long? Long(string name, string? text) => string.IsNullOrWhiteSpace(text)
        ? null
        : long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new SpecException($"{name} '{text}': expected a whole number");
}
