namespace SameSame.Evaluation.Configuration.Yaml;

/// <summary>Names a place in a file.</summary>
internal static class YamlPlace
{
    public static SpecException Wrong(string path, long line, long column, string problem) =>
        new($"{path}: line {line}, column {column}: {problem}");
}
