using System.Text.RegularExpressions;

namespace SameSame.Reporting.Html;

/// <summary>What is to be said of one cell.</summary>
/// <param name="Model">Its model.</param>
/// <param name="Cell">Which of the model's cells; empty where that does not matter.</param>
/// <param name="Text">The reason.</param>
internal sealed partial record Reason(string Model, string Cell, string Text)
{
    /// <summary>Two reasons of one shape differ in figures and in the model's name alone.</summary>
    public string Shape => Numbers().Replace(Text.Replace(Model, "\u0001", StringComparison.Ordinal), "#");

    /// <summary>Who it is about.</summary>
    public string Who => Cell.Length == 0 ? Model : $"{Model} {Cell}";

    [GeneratedRegex(@"[0-9a-f]{16,}|\d+([.,]\d+)*")]
    private static partial Regex Numbers();
}
