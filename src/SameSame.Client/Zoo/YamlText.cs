namespace SameSame.Client.Zoo;

/// <summary>Values in YAML that somebody is to read: what could be taken for something else stands in quotes.</summary>
internal static class YamlText
{
    /// <summary>The text as a plain scalar where it can be one.</summary>
    public static string Of(string text) =>
        text.Length > 0 && (char.IsLetter(text[0]) || text[0] is '.' or '/')
            && text.All(c => char.IsLetterOrDigit(c) || c is ' ' or '.' or '_' or '-' or '/' or '+') && text[^1] != ' '
            ? text : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
