using System.Globalization;
using SameSame.Contracts.Results;

namespace SameSame.Dashboard.Pages;

/// <summary>Numbers as pages write them.</summary>
internal static class Numbers
{
    public static string Two(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    public static string One(double value) => double.IsFinite(value) ? value.ToString("0.0", CultureInfo.InvariantCulture) : "–";

    public static string Signed(double value) => value.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);

    public static string Interval(LeaderboardRow row) => $"{Two(row.DegradationLow)} .. {Two(row.DegradationHigh)}";

    public static string Megabytes(long bytes) => bytes > 0 ? (bytes / 1e6).ToString("0.###", CultureInfo.InvariantCulture) : "–";

    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset? at) =>
        at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "–";
}
