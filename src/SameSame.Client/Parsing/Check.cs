using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using SameSame.Quantization;

namespace SameSame.Client.Parsing;

/// <summary>What the values of options and arguments must be, told before any work begins. A check returns what is wrong, to
/// stand behind the name and the value.</summary>
internal static class Check
{
    private static readonly ConditionalWeakTable<Symbol, Func<string, string?>> Checks = [];

    /// <summary>Holds the values of an option or argument to a check.</summary>
    public static T Must<T>(this T symbol, Func<string, string?> check) where T : Symbol
    {
        Checks.AddOrUpdate(symbol, check);
        return symbol;
    }

    /// <summary>What is wrong with a value, or null.</summary>
    public static string? Problem(Symbol symbol, string value) =>
        Checks.TryGetValue(symbol, out var check) ? check(value) : null;

    /// <summary>A number from one to another.</summary>
    public static Func<string, string?> Between(long least, long most) => value =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) && n >= least && n <= most
        ? null
        : $"expected {least.ToString(CultureInfo.InvariantCulture)} to {most.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>A number above zero.</summary>
    public static string? Positive(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0 ? null
            : $"expected a whole number from 1 to {int.MaxValue.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>A number above zero, or <c>all</c>.</summary>
    public static string? PositiveOrAll(string value) =>
        value == "all" || Positive(value) is null ? null : "expected a positive number, or all";

    /// <summary>A name for people: something to read, of letters, digits and a few marks.</summary>
    public static string? IsName(string value) =>
        value.Length <= 64 && value.Any(char.IsLetter) && value.All(c => char.IsLetterOrDigit(c) || c is ' ' or '.' or '_' or '-')
        ? null
        : "expected up to 64 letters, digits, blanks, '.', '_' and '-', at least one of them a letter";

    /// <summary>A port, or 0 for a free one.</summary>
    public static string? IsPort(string value) => Between(0, ushort.MaxValue)(value);

    /// <summary>Megabytes above zero, fractions too.</summary>
    public static string? IsSize(string value) => Number(value) is > 0 and <= 1e9 ? null : "expected megabytes, above 0";

    /// <summary>A difference in percentage points.</summary>
    public static string? IsPoints(string value) => Number(value) is >= -100 and <= 100 ? null : "expected percentage points, -100 to 100";

    /// <summary>A loss in percentage points.</summary>
    public static string? IsLoss(string value) => Number(value) is >= 0 and <= 100 ? null : "expected percentage points, 0 to 100";

    private static double? Number(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) && double.IsFinite(n) ? n : null;

    /// <summary>A file that can be read.</summary>
    public static string? IsFile(string path) => FileFault.OfInput(path);

    /// <summary>A folder.</summary>
    public static string? IsFolder(string path) =>
        Directory.Exists(path) ? null : File.Exists(path) ? "is a file, not a folder" : "no such folder";

    /// <summary>A file that can be written: what takes an hour to make must not fail at its end.</summary>
    public static string? CanBeWritten(string path)
    {
        return Directory.Exists(path) ? "is a folder, not a file" : CanBeMade(path);
    }

    /// <summary>A file or a folder that is there or can be made.</summary>
    public static string? CanBeMade(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        while (!Directory.Exists(folder))
        {
            if (File.Exists(folder))
                return $"{folder} is a file, not a folder";
            folder = Path.GetDirectoryName(folder)!;
        }

        return null;
    }
}
