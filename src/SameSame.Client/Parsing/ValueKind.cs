using System.Globalization;

namespace SameSame.Client.Parsing;

/// <summary>Numbers and flags on the command line.</summary>
internal static class ValueKind
{
    /// <summary>What was expected, where a value is not of an option's type; else null.</summary>
    public static string? Problem(Type type, string value)
    {
        var kind = Nullable.GetUnderlyingType(type) ?? type;
        return kind == typeof(int) && !int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)
            ? "expected a whole number"
            : kind == typeof(long) && !long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)
                ? "expected a whole number"
            : kind == typeof(double)
                && !(double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var real)
                && double.IsFinite(real)) ? "expected a number"
            : kind == typeof(bool) && !bool.TryParse(value, out _) ? "expected true or false"
            : null;
    }
}
