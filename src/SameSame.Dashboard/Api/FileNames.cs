using SameSame.Contracts.Results;

namespace SameSame.Dashboard.Api;

/// <summary>Names of downloads.</summary>
internal static class FileNames
{
    /// <summary>A name that says what the file is, of characters that every file system takes.</summary>
    public static string Of(LeaderboardRow row) =>
        string.Concat($"{row.Model}-w{row.WeightBits}a{row.ActivationBits}-{row.Granularity}-{row.Method}".Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_')) + ".onnx";
}
