using System.Globalization;

namespace SameSame.Evaluation.Configuration.Yaml;

/// <summary>Reads one word as the kind of value that a field holds.</summary>
internal static class YamlScalar
{
    private static readonly string[] True = ["true", "yes", "on"], False = ["false", "no", "off"];

    /// <summary>The value, or null where the word is none of that kind.</summary>
    public static object? Read(string word, Type type)
    {
        // 50_000 is a number in YAML.
        var digits = word.Replace("_", "", StringComparison.Ordinal);
        if (type == typeof(string))
            return word;
        if (type == typeof(int))
            return int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
                : null;
        if (type == typeof(double))
            return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var real)
                && double.IsFinite(real) ? real : null;
        return True.Contains(word, StringComparer.OrdinalIgnoreCase) ? true
            : False.Contains(word, StringComparer.OrdinalIgnoreCase) ? false : null;
    }

    /// <summary>The kind, for people.</summary>
    public static string Name(Type type) =>
        type == typeof(string) ? "a text"
        : type == typeof(int) ? "a whole number"
        : type == typeof(double) ? "a number"
        : type == typeof(bool) ? "true or false"
        : YamlField.ElementOf(type) is { } element
            ? (YamlField.IsScalar(element) ? "a list" : "a list of entries, each beginning with '-'")
        : "fields with values";
}
