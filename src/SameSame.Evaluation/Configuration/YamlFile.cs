using System.Reflection;
using System.Text.Json;
using SameSame.Quantization;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace SameSame.Evaluation.Configuration;

/// <summary>Reads the YAML files people write, strictly: an unknown field is an error with its line.</summary>
public static class YamlFile
{
    private static readonly IDeserializer Deserializer = new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .WithDuplicateKeyChecking()
        .Build();

    /// <summary>Reads a file into <typeparamref name="T"/>.</summary>
    /// <exception cref="SpecException">The file is missing, empty or malformed, or has an unknown field.</exception>
    public static T Read<T>(string path) where T : class
    {
        if (!File.Exists(path))
            throw new SpecException($"{path}: no such file");
        try
        {
            return Parse<T>(path, File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SpecException($"{path}: cannot be read ({e.Message})", e);
        }
    }

    /// <summary>Reads text that is not in a file.</summary>
    /// <param name="name">What errors call it.</param>
    /// <param name="text">The YAML.</param>
    /// <exception cref="SpecException">The text is empty or malformed, or has an unknown field.</exception>
    public static T Parse<T>(string name, string text) where T : class
    {
        try
        {
            return (string.IsNullOrWhiteSpace(text) ? null : Deserializer.Deserialize<T>(text)) ?? throw new SpecException($"{name}: the file is empty");
        }
        catch (YamlException e)
        {
            var line = text.Split('\n').ElementAtOrDefault((int)e.Start.Line - 1)?.Trim() ?? "";
            throw new SpecException($"{name}:{e.Start.Line}: {Explain(typeof(T).Assembly, e, line)}", e);
        }
    }

    // The parser speaks of deserializers and CLR types; people wrote fields and values.
    private static string Explain(Assembly assembly, YamlException e, string line)
    {
        var cause = e.InnerException?.Message ?? e.Message;
        var at = cause.IndexOf("): ", StringComparison.Ordinal);
        cause = cause.StartsWith('(') && at > 0 ? cause[(at + 3)..] : cause;
        if (cause.Split('\'') is ["Property ", var field, " not found on type ", var type, ..])
        {
            var known = assembly.GetType(type)?.GetProperties().Where(p => p.SetMethod is { IsPublic: true }).Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name));
            return Suggestion.Unknown("field", field, known ?? []);
        }

        return cause.StartsWith("No node deserializer", StringComparison.Ordinal) || e.InnerException is FormatException or OverflowException
            ? $"'{line}' has a value of the wrong kind here (a number, a text, a list and a mapping are not interchangeable)"
            : cause;
    }

    /// <summary>A path written in a file, relative to that file's folder.</summary>
    public static string Resolve(string file, string path) => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, path));
}
